// A runner for the unit tests of static/js/lib: files call `test`, tests/browser/test_js_units.py calls `run`.

const tests = [];

/** Register a test; its name finishes a sentence. */
export function test(name, body) {
  tests.push({ name, body });
}

/** Fail unless `condition` holds. */
export function assert(condition, message = "expected something true") {
  if (!condition) throw new Error(message);
}

/** Fail unless both values are equal as JSON. */
export function assertEqual(actual, expected, what = "value") {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  assert(got === wanted, `${what}: expected ${wanted}, got ${got}`);
}

/** Fail unless `body` throws, with a message that matches `pattern`. */
export function assertThrows(body, pattern = /./u) {
  try {
    body();
  } catch (error) {
    assert(pattern.test(error.message), `threw ${error.message}, which does not match ${pattern}`);
    return;
  }
  throw new Error("expected an exception");
}

/** Fetch a JSON file of shared cases. */
export async function readJson(path) {
  const answer = await fetch(path);
  assert(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

/** Load one test file, run what it registered and answer [{name, error}], error null when it passed. */
export async function run(path) {
  await import(path);
  const results = [];
  for (const { name, body } of tests.splice(0)) {
    let error = null;
    try {
      await body();
    } catch (fault) {
      error = String(fault.stack || fault);
    }
    results.push({ name, error });
  }
  return results;
}
