/**
 * The source file that a byte code file was compiled from (PEP 3147): "__pycache__/tool.cpython-311.pyc" comes from
 * "tool.py" in the folder above. Undefined for any other name.
 */
export function sourceOfPyc(name: string): string | undefined {
  const module = /^([^./]+)\.(?:cpython|pypy)-?\d+t?(?:\.opt-[12])?\.pyc$/.exec(name)?.[1];
  return module === undefined ? undefined : `${module}.py`;
}
