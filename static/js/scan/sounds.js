// Two pairs that can't be mistaken for each other, over a compressor and in a pocket: up and short, low and long.
let context;

/** Browsers let a page be heard after it was touched. */
export function wake() {
  context ??= globalThis.AudioContext && new AudioContext();
  context?.resume();
}

export function good() {
  play([[880, 0, 0.09], [1320, 0.1, 0.12]], "sine");
  navigator.vibrate?.(60);
}

export function bad() {
  play([[220, 0, 0.18], [165, 0.22, 0.28]], "square");
  navigator.vibrate?.([160, 80, 160]);
}

function play(notes, type) {
  if (context?.state !== "running") return;
  for (const [frequency, from, length] of notes) {
    const tone = new OscillatorNode(context, { type, frequency });
    const loudness = new GainNode(context, { gain: 0.25 });
    tone.connect(loudness).connect(context.destination);
    tone.start(context.currentTime + from);
    tone.stop(context.currentTime + from + length);
  }
}
