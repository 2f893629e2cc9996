// Talking to /api/v1: the session's cookie, its CSRF token, JSON both ways, and problems (RFC 9457) as plain objects.

import { t } from "./i18n.js";

/** {status, body}: status 0 when no answer came. `body` of a refusal has code, detail, who_can and errors. */
export async function ask(method, path, data, { timeout = 20_000 } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (data !== undefined) headers["Content-Type"] = "application/json";
  const options = { method, headers, credentials: "same-origin", signal: AbortSignal.timeout(timeout) };
  if (data !== undefined) options.body = JSON.stringify(data);
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    return { status: 0, body: null };
  }
  const isJson = /json/u.test(answer.headers.get("Content-Type") ?? "");
  const body = isJson ? await answer.json().catch(() => null) : null;
  // A page where an answer should be: a sign-in form or a proxy's own words. Neither says that it was saved.
  if (answer.ok && body === null && answer.status !== 204) return { status: answer.redirected ? 401 : 502, body };
  return { status: answer.status, body };
}

function csrfToken() {
  return /(?:^|;\s*)csrftoken=([^;]+)/u.exec(document.cookie)?.[1] ?? document.body.dataset.csrf ?? "";
}

/** The words of a refusal, and who can help. */
export function refusalWords(body, status) {
  if (status === 0) return t("No connection. What you did is kept here and will be sent.");
  const words = body?.detail ?? t("The server answered %(status)s.", { status });
  return body?.who_can ? `${words} ${body.who_can}` : words;
}
