/** The TypeScript compiler. Libraries are parsed once for all programs of a worker. */

import { join } from "node:path";
import ts from "typescript";

const libraries = new Map<string, ts.SourceFile | undefined>();

/** A host that keeps what is below `node_modules`. */
function hostOf(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    getSourceFile(name, version, ...rest) {
      if (!name.includes("/node_modules/")) return host.getSourceFile(name, version, ...rest);
      const key = `${name} ${JSON.stringify([version, options.strict, options.module])}`;
      if (!libraries.has(key)) libraries.set(key, host.getSourceFile(name, version, ...rest));
      return libraries.get(key);
    },
  };
}

/** Compiles files and what they import, writes what `options` say, and returns what the compiler has to say: file, offset, words. */
export function compile(paths: readonly string[], options: ts.CompilerOptions): string[] {
  // The libraries of the compiler itself are not in question.
  const program = ts.createProgram(paths, { skipDefaultLibCheck: true, ...options }, hostOf(options));
  const emitted = options.noEmit === true ? [] : program.emit().diagnostics;
  return [...ts.getPreEmitDiagnostics(program), ...emitted].map(
    ({ file, start, messageText }) =>
      `${file?.fileName}:${start} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
  );
}

/** Compiles as `tsc -p folder` does. */
export function compileProject(folder: string): string[] {
  const path = join(folder, "tsconfig.json");
  const { config } = ts.readConfigFile(path, ts.sys.readFile) as { config: unknown };
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, folder, undefined, path);
  return compile(fileNames, options);
}
