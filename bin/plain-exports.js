// Exports as plain values, in a chunk that esbuild has made CommonJS of. It gives each a getter, which calls another one:
// two calls more for every use of a function or constant of another chunk, and the answers about a whole machine run in
// V8's interpreter, where a call is what costs most (measured: 8 % of the CPU time of a diagnosis). Nothing here needs
// to see an export before its chunk has run, since no import circle is anywhere, and nothing assigns to one later.

const EXPORTS =
  /^var (\w+_exports) = \{\};\n__export\(\1, \{\n([\s\S]*?)\n\}\);\nmodule\.exports = __toCommonJS\(\1\);\n/m;
/** A comment, and code that never runs, by which Node would know the names. */
const ANNOTATION = /^\/\/ Annotate the CommonJS export names[\s\S]*$/m;
/** A function that esbuild puts at the head of a chunk; one line, or up to the closing brace. */
const HELPER =
  /^var (__(?:create|defProp|getOwnPropDesc|getOwnPropNames|getProtoOf|hasOwnProp|export|copyProps|toESM|toCommonJS)) = [\s\S]*?;\n(?=[^\s)}])/gm;

/** Whether code assigns to a variable that it has declared already. */
function isAssignedLater(code, name) {
  const escaped = name.replace(/\$/g, '\\$&');
  const assignments = code.match(
    new RegExp(
      `(?<![\\w$.])${escaped}\\s*(?:=(?![=>])|\\+\\+|--|(?:[-+*/%&|^]|\\*\\*|&&|\\|\\||\\?\\?|<<|>>)=)`,
      'g',
    ),
  );
  const declarations = code.match(new RegExp(`\\b(?:var|let|const) ${escaped}\\s*=`, 'g'));
  return (assignments?.length ?? 0) > (declarations?.length ?? 0);
}

/** Code without the helpers that nothing in it uses, which may be used by each other. */
function withoutIdleHelpers(code) {
  const left = code.replace(HELPER, (helper, name) => (code.split(name).length > 2 ? helper : ''));
  return left === code ? code : withoutIdleHelpers(left);
}

/** A chunk whose exports are plain values; as it is where one gets its value later, since a package is run when it is used. */
function withPlainExports(code) {
  const [head, , list] = EXPORTS.exec(code) ?? [];
  if (head === undefined) return code;
  const pairs = list.split(',\n').map(pair => pair.trim().split(': () => '));
  if (pairs.some(([, local]) => isAssignedLater(code, local))) return code;
  const values = pairs.map(([name, local]) => `${name}: ${local}`);
  const body = code.replace(head, '').replace(ANNOTATION, '');
  return withoutIdleHelpers(`${body}\nmodule.exports = { __esModule: true, ${values.join(', ')} };\n`);
}

module.exports = {withPlainExports};
