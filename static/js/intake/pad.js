// A field to sign in. What is drawn is kept as the path of an SVG, in whole units of the field's 600 × 200.
const NEAR = 3; // units; a point nearer than that to the one before adds nothing

export function pad(canvas, field) {
  const ink = canvas.getContext("2d");
  let pen = null;

  const at = ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    const unit = (value, size, most) => Math.min(most, Math.max(0, Math.round((value / size) * most)));
    return [unit(clientX - box.left, box.width, canvas.width), unit(clientY - box.top, box.height, canvas.height)];
  };

  function draw() {
    ink.clearRect(0, 0, canvas.width, canvas.height);
    ink.strokeStyle = getComputedStyle(canvas).color;
    Object.assign(ink, { lineWidth: 4, lineCap: "round", lineJoin: "round" });
    if (field.value) ink.stroke(new Path2D(field.value));
  }

  function add([x, y]) {
    field.value += `L${x} ${y}`;
    pen = [x, y];
    draw();
  }

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    const [x, y] = at(event);
    field.value += `M${x} ${y}`;
    add([x, y]); // a dot is a stroke, too
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!pen) return;
    const to = at(event);
    if (Math.hypot(to[0] - pen[0], to[1] - pen[1]) >= NEAR) add(to);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      pen = null;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  const clear = () => {
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    draw();
  };
  return { draw, clear };
}
