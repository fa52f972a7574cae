/**
 * In CI, properties are held to the same examples in each run, so that a change is judged by what it changes; elsewhere to
 * others each time.
 */
import fc from 'fast-check';

if (process.env.CI !== undefined) fc.configureGlobal({seed: 2023});
