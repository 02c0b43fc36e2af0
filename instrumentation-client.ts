// Runs before anything else of a page: its policy allows no code from texts, so zod is not even to try.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
