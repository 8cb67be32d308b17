/** The modules of a line do what its line file says: here of made-up lines, whose modules are loaded and used. */

import { describe, expect, it } from "vitest";
import { FRAMES } from "./made-up-frames.js";
import { emitMadeUpPackage } from "./made-up-package.js";

const { load } = await emitMadeUpPackage();

interface Frames {
  parseFrame(text: string, connection?: string): Readonly<Record<string, unknown>>;
}
interface Validation {
  validateFrame(frame: unknown): { readonly valid: boolean; readonly issues?: readonly Record<string, unknown>[] };
}
type Recognise = (bytes: Uint8Array, start: number, end: number, connection?: string) => string | undefined;
interface Recognisers {
  readonly recognise: Recognise;
}
interface CompiledRecognisers {
  loadRecogniser(): Promise<Recognise>;
}

const modulesOf = async (line: string) => ({
  ...(await load<Frames>(`${line}/frame`)),
  ...(await load<Validation>(`${line}/validate`)),
  ...(await load<Recognisers>(`${line}/recognise`)),
  recogniseWasm: await (await load<CompiledRecognisers>(`${line}/recognise-wasm`)).loadRecogniser(),
});
const modules = { shop: await modulesOf("shop"), pair: await modulesOf("pair") };

describe("a frame", () => {
  it.each(FRAMES)("of $line: $rule", ({ line, connection, text, frame, valid, proven }) => {
    const { parseFrame, validateFrame, recognise, recogniseWasm } = modules[line];
    const parsed = parseFrame(text, connection);
    expect(parsed).toMatchObject(frame);
    expect(validateFrame(parsed).valid).toBe(valid);
    const bytes = Buffer.from(text);
    for (const each of [recognise, recogniseWasm]) expect(each(bytes, 0, bytes.length, connection)).toBe(proven);
  });

  it("that is unknown has an issue that says why", () => {
    const { parseFrame, validateFrame } = modules.shop;
    expect(validateFrame(parseFrame("["))).toEqual({
      valid: false,
      issues: [
        {
          pointer: "",
          keyword: "route",
          expected: "a documented frame",
          got: "not-json",
          message: "the frame is not documented (not-json)",
        },
      ],
    });
  });
});
