/** Part of the build: compiles the vocabulary for vocabulary-check.ts. */

import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { writeBuilt } from "../host/build-output.js";
import { ownSchema } from "../host/own-schema.js";
import { CHECK_OPTIONS, COMPILED_CHECK } from "./vocabulary-check.js";

const ajv = new Ajv2020({ ...CHECK_OPTIONS, code: { source: true } });
writeBuilt(COMPILED_CHECK, standalone.default(ajv, ajv.compile(ownSchema("vocabulary"))));
