// Alpine without eval: attributes may say `path`, `!path` or `method(args)`, nothing more.
// A throw would silently stop every component on the page, so what cannot be read is reported and skipped.
const CALL = /^(!?)([\w$.]+)(?:\((.*)\))?$/;

const look = (scope, path) => path.split(".").reduce((thing, name) => thing?.[name], scope);

function value(scope, word) {
  if (/^'.*'$/.test(word)) return word.slice(1, -1);
  return Number.isNaN(Number(word)) ? look(scope, word) : Number(word);
}

const values = (scope, words) => (words ? words.split(",").map((word) => value(scope, word.trim())) : []);

function read(expression, el) {
  const parts = CALL.exec(String(expression).trim());
  if (!parts) console.error(`Not a path: ${expression}`, el);
  return parts ?? [];
}

export const evaluator = (Alpine) => (el, expression) => {
  const magics = {};
  Alpine.injectMagics(magics, el);
  const stack = [magics, ...Alpine.closestDataStack(el)];
  // Alpine itself hands over functions, such as a component's init().
  const given = typeof expression === "function" ? expression : undefined;
  const [, not, path, words] = given ? [] : read(expression, el);

  return (receive = () => {}, { scope = {}, params = [] } = {}) => {
    const all = Alpine.mergeProxies([scope, ...stack]);
    const found = path ? look(all, path) : given;
    const result = typeof found === "function" ? found.apply(all, words === undefined ? params : values(all, words)) : found;
    receive(not ? !result : result);
  };
};
