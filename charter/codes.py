"""Every code a diagnostic can carry: name, usual severity, and one line for people.

Codes come in families and are never reused: CH1xx shape and files, CH2xx expectations and targets, CH3xx rubrics,
CH4xx sign-off, review and records, CH5xx changes between versions. A retired code keeps its row.
"""

from __future__ import annotations

import difflib
from typing import NamedTuple


class Code(NamedTuple):
    """One row of the table of codes; `severity` is `error`, `warning` or `info`.

    A rule that is not `is_on` speaks only where a project asks for it in its settings. `limit` is the number above
    which a rule speaks, where it has one; a project may set another.
    """

    name: str
    severity: str
    summary: str
    is_on: bool = True
    limit: int | None = None


FAMILIES = {
    "CH1": "Files and shape",
    "CH2": "Promises and targets",
    "CH3": "Rubrics, levels and terms",
    "CH4": "Sign-offs, reviews and other records",
    "CH5": "Changes between versions",
}
"""What the codes that begin so are about."""


CODES: dict[str, Code] = {
    # CH10x-CH11x front matter and shape of a charter text
    "CH101": Code("missing-title", "error", "The front matter has no title."),
    "CH102": Code("unknown-key", "warning", "A front matter key is not one we know."),
    "CH103": Code("duplicate-key", "error", "A key stands twice; only one of the two can be meant."),
    "CH104": Code("yaml-alias", "error", "YAML anchors and aliases are not read."),
    "CH105": Code("bad-front-matter", "error", "The front matter is not YAML we can read."),
    "CH106": Code("wrong-value", "error", "A front matter value does not have the shape its key needs."),
    "CH107": Code("unknown-party", "error", "A party is named that the front matter does not list."),
    "CH108": Code("duplicate-party", "error", "Two parties have the same id."),
    "CH109": Code("bad-agreement", "error", "The agreement rule cannot be read."),
    "CH110": Code("bad-calendar", "error", "The calendar cannot be read."),
    "CH111": Code("stale-stamp", "warning", "A stamp key stands outside versions/."),
    "CH112": Code("bad-cadence", "warning", "The review cadence cannot be read."),
    "CH113": Code("bad-language", "warning", "The language is not a language tag we know."),
    "CH114": Code("unclear-visibility", "error", "It is not certain who may read the charter, so it is not published."),
    # CH12x-CH13x files, folders, bytes
    "CH120": Code("invalid-utf8", "error", "The file is not valid UTF-8."),
    "CH121": Code("nul-byte", "error", "The file contains NUL bytes."),
    "CH122": Code("file-too-large", "error", "The file is too large to be a charter."),
    "CH123": Code("merge-conflict", "error", "A merge conflict was left in the file."),
    "CH124": Code("nested-too-deep", "error", "Lists or quotes are nested too deep to be shown as such."),
    "CH125": Code("unsafe-id", "error", "A folder's name cannot be a charter's id."),
    "CH126": Code("duplicate-charter", "error", "Two charters have the same id."),
    "CH127": Code("symbolic-link", "error", "A symbolic link leads out of the project, or nowhere."),
    "CH128": Code("nested-charter", "error", "A charter lies in a folder inside another folder."),
    "CH129": Code("unreadable-file", "error", "A file could not be read."),
    "CH130": Code("unsafe-path", "error", "A path leads out of the charter's folder."),
    "CH131": Code("missing-file", "error", "A file that is named is not there."),
    "CH132": Code("unsafe-link", "warning", "A link has a scheme that is not published."),
    "CH133": Code("raw-html", "info", "HTML in a charter is shown as text."),
    "CH134": Code("extra-cells", "warning", "A table row has more cells than its head."),
    "CH135": Code("no-charter", "warning", "A folder in content/ holds no charter.md."),
    "CH136": Code("unexpected-file", "warning", "A file lies where it will not be read."),
    "CH137": Code("broken-table", "warning", "A table's head and the line of dashes below it have different columns."),
    "CH138": Code("unclosed-code", "warning", "A block of code is never closed."),
    # CH14x configuration
    "CH140": Code("bad-configuration", "error", "The configuration cannot be read."),
    "CH141": Code("unknown-setting", "warning", "A setting is not one we know."),
    "CH142": Code("two-configurations", "warning", "Settings stand in charter.toml and in pyproject.toml."),
    "CH143": Code("unused-waiver", "warning", "A waiver waives nothing."),
    "CH144": Code("waiver-without-reason", "warning", "A waiver or a setting of a rule does not say why."),
    "CH145": Code("unknown-rule", "warning", "A waiver or a setting names no rule that there is."),
    "CH146": Code("unknown-comment", "warning", "A comment to charter says nothing that it understands."),
    # CH15x versions
    "CH150": Code("label-mismatch", "error", "A version's file name and its stamp differ."),
    "CH151": Code("bad-label", "error", "A version's file name is not a version label."),
    "CH152": Code("duplicate-label", "error", "Two versions have the same label."),
    "CH153": Code("missing-stamp", "info", "A released version lacks a part of its stamp."),
    # CH16x translations
    "CH160": Code("translation-without-original", "error", "A translation's original is not named or not there."),
    "CH161": Code("translation-number-differs", "error", "A translated target has other numbers than the original."),
    "CH162": Code("translation-unknown-ref", "warning", "A translation has a promise that the original has not."),
    "CH163": Code("translation-language-differs", "warning", "A translation says another language than its name."),
    "CH164": Code("untranslated-promise", "info", "A translation leaves out a promise.", is_on=False),
    "CH165": Code(
        "translated-rubric-differs", "warning", "A translated rubric has other rows or levels than the original."
    ),
    # CH17x what every charter has
    "CH170": Code("missing-purpose", "warning", "No words before the first promise say what the charter is for."),
    "CH171": Code("missing-audience", "warning", "Nothing says who the charter is for."),
    "CH172": Code("missing-limits", "info", "Nothing says what or whom the charter does not cover."),
    "CH173": Code("missing-complaint-route", "warning", "Nothing says what to do when it goes wrong."),
    "CH174": Code("missing-review", "warning", "Nothing says when the charter is looked at again."),
    "CH175": Code("no-customer", "warning", "None of the parties is a customer."),
    "CH176": Code("no-decider", "info", "Nobody who speaks for a party may decide."),
    "CH177": Code("no-customer-promise", "info", "Nothing is asked of customers."),
    "CH178": Code("no-attitude-promise", "info", "No promise is about how people are treated."),
    "CH179": Code("too-many-promises", "info", "There are more promises than anybody keeps in mind.", limit=12),
    "CH180": Code("unknown-owner", "info", "An owner is none of the people, titles and parties listed."),
    # CH19x links
    "CH190": Code("dead-link", "error", "A link leads to a file, a charter or a version that is not there."),
    "CH191": Code("dead-anchor", "error", "A link leads to a place that its text does not have."),
    "CH192": Code("unpublished-target", "warning", "A link leads to what the site does not publish."),
    "CH193": Code("private-target", "warning", "A public charter links to one that is for its parties alone."),
    "CH194": Code("unanswered-address", "info", "An address elsewhere was not answered once."),
    "CH195": Code("dead-address", "warning", "An address elsewhere leads to nothing, today and a day or more ago."),
    "CH196": Code("silent-address", "warning", "An address elsewhere does not answer, today and a day or more ago."),
    "CH197": Code("address-not-asked", "info", "An address elsewhere was not looked at."),
    # CH2xx expectations and targets
    "CH201": Code("duplicate-ref", "error", "Two promises have the same ref."),
    "CH202": Code("bad-ref", "error", "A ref has characters that a ref cannot have."),
    "CH203": Code("ref-from-heading", "info", "A promise has no ref of its own."),
    "CH204": Code("target-without-unit", "error", "A target's number has no unit."),
    "CH205": Code("target-not-computed", "warning", "A target cannot be computed."),
    "CH206": Code("target-partly-computed", "info", "Some words of a target are kept but not computed."),
    "CH207": Code("vague-time", "warning", "A time is given in words that nobody can check."),
    "CH208": Code("target-range", "warning", "A target is a range."),
    "CH209": Code("two-targets", "warning", "One line holds two targets."),
    "CH210": Code("impossible-target", "error", "A target can never be met, or never be missed."),
    "CH211": Code("duplicate-segment", "error", "Two targets have the same segment label."),
    "CH212": Code("unknown-unit", "warning", "A target's unit is not one we can measure."),
    "CH213": Code("bare-day", "info", "Days without a word are calendar days."),
    "CH214": Code("unclear-number", "warning", "A number can be read in two ways."),
    "CH215": Code("hedged-target", "warning", "A target is hedged."),
    "CH216": Code("unknown-field", "warning", "A field is not one we know."),
    "CH217": Code("duplicate-field", "error", "A field stands twice in one promise."),
    "CH218": Code("bad-field-value", "error", "A field's value is not one it can have."),
    "CH219": Code("business-without-calendar", "warning", "A target counts business time and there is no calendar."),
    "CH220": Code("promise-without-parties", "warning", "A promise does not say who promises it, or to whom."),
    "CH221": Code("unknown-level", "error", "A level is named that is not on the scale."),
    "CH222": Code("unknown-dependency", "warning", "A promise leans on one that is not there."),
    "CH223": Code("unknown-principle", "warning", "A promise lives up to a principle that is not there."),
    "CH224": Code("unlisted-standard", "warning", "A promise names a standard that the front matter does not list."),
    "CH225": Code("promise-without-target", "warning", "A promise has neither a target nor a rubric."),
    "CH226": Code("promise-without-measure", "warning", "A promise does not say how it is measured."),
    "CH227": Code("promise-without-owner", "warning", "A promise has no owner."),
    "CH228": Code("remedy-without-target", "warning", "A remedy is offered, and no target says when it is due."),
    "CH229": Code("circular-dependency", "warning", "Promises lean on each other in a circle."),
    # CH23x-CH24x words of promises
    "CH230": Code("vague-when", "warning", "Words say when or how often, and nobody can check them."),
    "CH231": Code("vague-quality", "warning", "Words say how well, and every reader understands another thing."),
    "CH232": Code("vague-amount", "warning", "Words say how much, and no number does."),
    "CH233": Code("hedged-promise", "warning", "Those who promise hold their own verb back."),
    "CH234": Code("effort-only", "warning", "A promise is of an effort, which no customer can see."),
    "CH235": Code("open-exception", "warning", "An exception lets everything through."),
    "CH236": Code("empty-praise", "warning", "A promise praises itself, and nothing says by what measure."),
    "CH237": Code("target-in-prose", "info", "A limit stands in prose, and no target computes it."),
    "CH238": Code(
        "prose-contradicts-target", "warning", "The prose of a promise gives another number than its target."
    ),
    "CH239": Code("inner-measure", "warning", "A target counts what only the team sees, and does not say how."),
    "CH240": Code("long-sentence", "info", "A sentence has more words than people read.", limit=35),
    "CH241": Code("long-promise", "info", "A promise has more words than people remember.", limit=250),
    "CH242": Code("near-equal-titles", "warning", "Two promises have titles that cannot be told apart."),
    "CH243": Code("undefined-abbreviation", "info", "An abbreviation is nowhere spelled out.", is_on=False),
    # CH3xx rubrics
    "CH301": Code("levels-not-listed", "warning", "A rubric's levels are not listed in the front matter."),
    "CH302": Code("rubric-levels-incomplete", "warning", "A rubric leaves out a level of the scale."),
    "CH303": Code("duplicate-criterion", "error", "Two rows of a rubric have the same criterion."),
    "CH304": Code("second-rubric", "warning", "A promise has more than one rubric."),
    "CH305": Code("unknown-expected-level", "error", "The expected level is not on the scale."),
    "CH306": Code("duplicate-level", "error", "A level stands twice on the scale."),
    "CH307": Code("duplicate-term", "error", "A term is defined twice."),
    "CH308": Code("empty-descriptor", "warning", "A cell of a rubric is empty."),
    "CH310": Code("equal-descriptors", "warning", "Two neighbouring levels of a rubric are described alike."),
    "CH311": Code("vague-descriptor", "warning", "The expected level is described by praise alone."),
    "CH312": Code("never-short", "warning", "The lowest level is good enough, so nobody can fall short of it."),
    # CH40x sign-offs
    "CH401": Code("sign-off-without-right", "error", "Somebody signed who may not."),
    "CH402": Code("sign-off-before-text", "error", "Somebody signed before the text existed."),
    "CH403": Code("stale-sign-off", "error", "A sign-off is of another text than the one released."),
    "CH404": Code("sign-off-of-unknown-version", "error", "A sign-off is of a version that is not there."),
    "CH405": Code("bad-decision", "error", "A decision is not one of the four."),
    "CH406": Code("bad-date", "error", "A date cannot be read."),
    "CH407": Code("sign-off-without-fingerprint", "warning", "A sign-off does not say which text was signed."),
    "CH408": Code("duplicate-sign-off", "error", "One person stands twice on a sign-off."),
    "CH409": Code("missing-column", "error", "A table or CSV file lacks a column."),
    "CH410": Code("unknown-column", "warning", "A table or CSV file has a column that is not read."),
    "CH411": Code("bad-cell", "error", "A cell cannot be read."),
    "CH412": Code("formula-cell", "error", "A cell begins like a spreadsheet formula."),
    "CH413": Code("missing-table", "error", "A record lacks its table."),
    "CH414": Code("bad-period", "error", "A period cannot be read."),
    "CH415": Code("wrong-cell-count", "error", "A row has more or fewer cells than the head."),
    "CH416": Code("other-delimiter", "info", "A CSV file separates its cells with something else than commas."),
    "CH417": Code("duplicate-column", "error", "Two columns of a table or CSV file have the same head."),
    "CH418": Code("missing-signature", "warning", "A version is to take effect and lacks a signature."),
    "CH419": Code("signature-fell-away", "info", "A signature does not hold for a later version."),
    # CH42x reviews, assessments, outcomes, feedback, incidents
    "CH420": Code("bad-review", "error", "A review entry cannot be read."),
    "CH421": Code("review-out-of-order", "warning", "Review entries are not newest first."),
    "CH422": Code("bad-action", "warning", "An action does not say who and by when."),
    "CH423": Code("unknown-verdict", "error", "A verdict is not keep, change, withdraw or park."),
    "CH424": Code("overdue-review", "warning", "A review was not held in time."),
    "CH425": Code("overdue-action", "warning", "An action was not done by its day."),
    "CH426": Code("review-without-verdicts", "warning", "A review says nothing about any promise."),
    "CH427": Code("one-sided-review", "warning", "Nobody of one side was at a review."),
    "CH428": Code(
        "unknown-verdict-ref", "error", "A verdict is about a promise that the reviewed version does not have."
    ),
    "CH429": Code("promise-without-verdict", "warning", "A review is silent about a promise."),
    "CH430": Code("assessment-misplaced", "error", "An assessment's folder or file name contradicts its front matter."),
    "CH431": Code("unknown-judged-ref", "error", "A judgement is about a promise that the version does not have."),
    "CH432": Code("unknown-judged-criterion", "error", "A judgement is about a criterion the rubric does not have."),
    "CH433": Code("unknown-judged-level", "error", "A judgement gives a level that is not on the scale."),
    "CH434": Code("duplicate-judgement", "error", "One criterion of a promise is judged twice in one assessment."),
    "CH435": Code("judged-version-missing", "warning", "An assessment is of a version that is not there."),
    "CH436": Code("one-sided-assessment", "warning", "Only one side judged a period."),
    "CH437": Code("early-assessment", "warning", "A period was judged before it was over."),
    "CH438": Code("uneven-scores", "info", "One customer party got more than was agreed and another less, throughout."),
    "CH439": Code("assessment-without-evidence", "info", "An assessment says of no level what it rests on."),
    "CH440": Code("outcome-good-over-total", "error", "An outcome has more good cases than cases."),
    "CH441": Code("outcome-unknown-ref", "error", "An outcome is of a promise that no version has."),
    "CH442": Code("outcome-unknown-segment", "warning", "An outcome's segment is none of its promise's segments."),
    "CH443": Code("duplicate-outcome", "error", "Two outcomes have the same period, promise, segment and unit."),
    "CH444": Code("missing-period", "warning", "A promise was not reported for a period."),
    "CH445": Code("never-reported", "warning", "A promise says how often it is measured, and was never reported."),
    "CH446": Code("unfit-outcome", "warning", "An outcome's numbers cannot be judged by its target."),
    "CH447": Code("outcome-to-come", "error", "An outcome is of a period that has not begun."),
    "CH450": Code("score-out-of-range", "error", "A feedback score is not between -2 and +2."),
    "CH451": Code("feedback-unknown-ref", "warning", "Feedback is about a promise that no version has."),
    "CH452": Code("unanswered-feedback", "warning", "A question or a complaint was not answered."),
    "CH453": Code("only-good-feedback", "info", "Nothing bad was ever written down."),
    "CH454": Code("contact-in-record", "error", "A record holds an e-mail address or a phone number."),
    "CH455": Code("name-in-record", "error", "A record holds the name of a person."),
    "CH456": Code("feedback-unknown-party", "warning", "Feedback is from somebody who is no party."),
    "CH460": Code("incident-part-missing", "warning", "An incident lacks its stop, pause or analyse part."),
    "CH461": Code("incident-names-culprit", "warning", "An incident names a person where it says how it came about."),
    "CH462": Code("incident-without-change", "warning", "An incident does not say what changes."),
    "CH463": Code("incident-left-open", "warning", "An incident is not closed though its last action was due."),
    # More on reviews
    "CH465": Code("verdict-not-followed", "info", "A verdict to change or withdraw a promise led to nothing."),
    "CH466": Code("next-review-too-early", "error", "The next review is not after the one that names it."),
    "CH467": Code("review-before-version", "error", "A review was held before the version it looked at was released."),
    "CH468": Code("review-of-unknown-version", "warning", "A review is of a version that is not there."),
    # CH50x-CH51x what a branch does to versions and signatures; only `check --against` says these
    "CH500": Code("base-unknown", "info", "What stood in a place before is not known, so it is not compared."),
    "CH501": Code("released-version-edited", "error", "A released version was edited."),
    "CH502": Code("released-version-removed", "error", "A released version is gone."),
    "CH503": Code("label-reused", "error", "A version's label names another text already."),
    "CH504": Code("version-out-of-order", "error", "A version was put in before one that is released."),
    "CH505": Code("sign-off-altered", "error", "A row of a sign-off was altered or taken out."),
    "CH506": Code("signed-fingerprint-altered", "error", "A sign-off was turned to another text."),
    "CH507": Code("signature-voided", "info", "A signature does not carry over to a new version."),
    "CH508": Code("charter-moved", "warning", "A charter has another id, and its old addresses lead nowhere."),
    "CH510": Code("weaker-without-major", "error", "A promise may be weaker, and the version's number hides it."),
    "CH511": Code("version-number-too-small", "warning", "A version's number is smaller than its changes call for."),
    "CH512": Code("notice-cut-short", "error", "A version binds sooner than the notice that was agreed."),
    "CH513": Code("ref-reused", "warning", "A ref that was withdrawn comes back on another promise."),
    # CH52x what a branch does to reviews and results
    "CH520": Code("date-only-review", "error", "A review changed nothing but its date."),
    "CH521": Code("past-review-altered", "error", "A review that was recorded was altered or taken out."),
    "CH522": Code("assessment-altered-after-review", "error", "An assessment was altered after its review."),
    "CH523": Code("outcome-altered-after-review", "warning", "An outcome was altered after its period was reviewed."),
    "CH524": Code("incident-removed", "error", "A note about what went wrong is gone."),
    # CH53x acknowledgements
    "CH530": Code("bad-acknowledgement", "error", "An acknowledgement cannot be read, or lacks who, why or until."),
    "CH531": Code("expired-acknowledgement", "error", "An acknowledgement's last day is over."),
    "CH532": Code("stale-acknowledgement", "error", "An acknowledgement is of no change there is."),
}


def find_code(rule: str) -> str | None:
    """Return the code of a rule that is called by its code or its name, in any case."""
    words = rule.strip()
    if words.upper() in CODES:
        return words.upper()
    name = "-".join(words.lower().replace("_", " ").replace("-", " ").split())
    return next((code for code, row in CODES.items() if row.name == name), None)


def nearest_rule(rule: str) -> str | None:
    """Return the name, or the code, of the rule that is most likely meant, or `None` when none is close."""
    if len(rule) > 100:
        return None
    # A code that is one digit off is another code: only what is plainly a slip of the fingers is guessed at.
    code = f"CH{rule.strip().upper().removeprefix('CH').replace('O', '0').strip(' -_')}"
    if code in CODES:
        return code
    close = difflib.get_close_matches(rule.strip().lower(), [row.name for row in CODES.values()], n=1)
    return close[0] if close else None
