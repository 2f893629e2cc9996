// What others change meanwhile: a cheap question every quarter of a minute and on coming back, then only what is newer.

import { t } from "../lib/i18n.js";

const EVERY = 15_000;

/** Keep `work` up to date with the sets that others change. */
export function watchOthers(work) {
  const { api } = work.payload.urls;
  let cursor = work.payload.cursor;
  let isAsking = false;

  async function look() {
    if (isAsking || document.hidden || !navigator.onLine) return;
    isAsking = true;
    try {
      const { status, body } = await work.ask(
        "GET",
        `${api}sources/${work.payload.source.id}/changes/?since=${encodeURIComponent(cursor)}`,
      );
      if (status !== 200) return;
      cursor = body.cursor;
      if (body.version !== work.payload.source.version) return recut();
      for (const change of body.results) if (isNews(change)) await load(change.sentence);
    } finally {
      isAsking = false;
    }
  }

  function isNews({ sentence, revision, state }) {
    const row = work.sentences.get(sentence);
    return row && work.outbox.of(sentence).length === 0 && (row.set.revision !== revision || row.set.state !== state);
  }

  async function load(sentence) {
    const { status, body } = await work.ask("GET", `${work.payload.urls.sentences}${sentence}/`);
    if (status === 200 && work.outbox.of(sentence).length === 0) work.learn(body);
  }

  function recut() {
    clearInterval(timer);
    work.say(
      t("The sentences of this source were split or joined. Load the page again to see them as they are; nothing of yours is lost."),
      "warning",
    );
  }

  const timer = setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  work.addEventListener("focus", ({ detail }) => {
    if (detail.previous !== null) look();
  });
}
