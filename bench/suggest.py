"""`bench/suggest.py GOLD.jsonl --out F.json [--cold]`: how good the suggestions are, without a database.

GOLD has one JSON object a line:
  {"n", "text", "events": [{"trigger", "start", "end", "type", "date_text", "date_edtf"}],
   "actors": [{"start", "end", "text", "canonical"}], "reliability": {"attribution", "cue", "hedge", "credibility"}}
Offsets count code points of `text` as received, citation markers included. Fields may be missing or null;
`reliability` may be a list. An offset that does not fit its words is put right where the words stand only once.

Warm (the default): each sentence is read with a registry and approved work made from the file's other sentences:
`canonical` names a registry entry, the surface forms of its mentions are aliases, the tags are approved work.
Cold (--cold): an empty project, shipped lists only.

A hit, counted once for each gold item (the words in brackets are the keys beside the four asked for):
  actors            the same span; who it is linked to does not count (actors_relaxed: spans overlap;
                    actor_links: the same span and the same canonical, or among the candidates shown)
  dates             the same span as `date_text` and the same EDTF; where the gold gives no EDTF the span decides
                    (dates_spans: the span alone). Events that share a date count it once
  attribution_cues  the same span as `cue` (attribution_cues_relaxed: one span lies within the other)
  event_triggers    the same span and the same type (event_triggers_relaxed: one span lies within the other and the
                    same type; event_spans_relaxed: one lies within the other, any type)
  hedges            as attribution cues, for `hedge` (hedges_relaxed)

keystrokes_saved is the share of keystrokes that a coder saves, from 0 to 1, as bench/README.md defines it; it is
negative when rejecting costs more than accepting saves. `keystrokes` has the counts.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

if __package__ in (None, ""):  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.conf import settings

from bench.suggest_gold import Gold, GoldError, read_gold
from bench.suggest_score import Score, scored
from suggestions.engine import Context, Example, Name, build_context, suggest


def warm_context(others: list[Gold]) -> Context:
    """A registry and approved work made of these sentences."""
    names: dict[tuple[str, str], Name] = {}
    for gold in others:
        for actor in gold.actors:
            if actor.canonical:
                names[actor.canonical, actor.canonical] = Name(actor.canonical, actor.canonical)
                names[actor.text, actor.canonical] = Name(actor.text, actor.canonical)
    examples = [
        Example(
            gold.text,
            [(a.start, a.end, a.canonical) for a in gold.actors],
            [(e.start, e.end, e.type, "") for e in gold.events if e.type],
            gold.cues,
            gold.hedges,
        )
        for gold in others
    ]
    return build_context(names.values(), examples)


def measure(golds: list[Gold], *, cold: bool) -> dict[str, Any]:
    """The figures over all sentences."""
    score = Score()
    empty = build_context()
    for place, gold in enumerate(golds):
        context = empty if cold else warm_context(golds[:place] + golds[place + 1 :])
        scored(score, gold, suggest(gold.text, context))
    return {"mode": "cold" if cold else "warm", "sentences": len(golds), **score.as_json()}


def main(arguments: list[str] | None = None) -> int:
    """Read, measure, write; 2 when the gold file cannot be used."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="bench/suggest.py"
    )
    parser.add_argument("gold", type=Path, help="the gold file, one JSON object a line")
    parser.add_argument("--out", type=Path, help="where the figures go (JSON); they are printed anyway")
    parser.add_argument("--cold", action="store_true", help="an empty project: shipped lists only")
    given = parser.parse_args(arguments)
    if not settings.configured:
        settings.configure(USE_I18N=False)  # reasons are told in English; nothing else of Django is used
    try:
        golds = read_gold(given.gold)
    except (GoldError, OSError) as fault:
        print(f"{given.gold}: {fault}", file=sys.stderr)
        return 2
    figures = measure(golds, cold=given.cold)
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
