"""Every rule of `charter check`, one row each.

What the readers report (a line that cannot be read) is theirs; a rule looks at what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from charter.check import (
    assessments,
    feedback,
    incidents,
    links,
    measurable,
    outcome_kinds,
    people,
    plainness,
    required,
    results,
    reviews,
    rubrics,
    shape,
    signing_rules,
    targets,
    translations,
    wording,
)
from charter.check.subject import Subject
from charter.source import Diagnostic


class Rule(NamedTuple):
    """A function, and the one code of the diagnostics it yields."""

    code: str
    find: Callable[[Subject], Iterator[Diagnostic]]


RULES: tuple[Rule, ...] = (
    Rule("CH170", required.find_missing_purpose),
    Rule("CH171", required.find_missing_audience),
    Rule("CH172", required.find_missing_limits),
    Rule("CH173", required.find_missing_complaint_route),
    Rule("CH174", required.find_missing_review),
    Rule("CH175", people.find_no_customer),
    Rule("CH176", people.find_no_decider),
    Rule("CH177", people.find_no_customer_promise),
    Rule("CH178", people.find_no_attitude_promise),
    Rule("CH179", shape.find_too_many_promises),
    Rule("CH180", people.find_unknown_owners),
    Rule("CH190", links.find_dead_links),
    Rule("CH191", links.find_dead_anchors),
    Rule("CH192", links.find_unpublished_targets),
    Rule("CH193", links.find_links_to_private),
    Rule("CH222", links.find_unknown_refs_elsewhere),
    Rule("CH225", shape.find_promises_without_target),
    Rule("CH226", shape.find_promises_without_measure),
    Rule("CH227", shape.find_promises_without_owner),
    Rule("CH228", shape.find_remedies_without_target),
    Rule("CH229", shape.find_circles),
    Rule("CH418", signing_rules.find_missing_signatures),
    Rule("CH419", signing_rules.find_voided_signatures),
    Rule("CH424", reviews.find_overdue_review),
    Rule("CH425", reviews.find_overdue_actions),
    Rule("CH426", reviews.find_reviews_without_verdicts),
    Rule("CH427", reviews.find_one_sided_reviews),
    Rule("CH428", reviews.find_unknown_verdict_refs),
    Rule("CH429", reviews.find_promises_without_verdict),
    Rule("CH465", reviews.find_verdicts_not_followed),
    Rule("CH466", reviews.find_next_review_before_review),
    Rule("CH467", reviews.find_reviews_before_version),
    Rule("CH468", reviews.find_reviews_of_unknown_version),
    Rule("CH436", assessments.find_one_sided_assessments),
    Rule("CH437", assessments.find_early_assessments),
    Rule("CH438", assessments.find_uneven_scores),
    Rule("CH439", assessments.find_assessments_without_evidence),
    Rule("CH444", results.find_missing_periods),
    Rule("CH445", results.find_unreported_promises),
    Rule("CH446", outcome_kinds.find_unfit_outcomes),
    Rule("CH447", results.find_outcomes_to_come),
    Rule("CH452", feedback.find_unanswered_feedback),
    Rule("CH453", feedback.find_only_good_feedback),
    Rule("CH454", feedback.find_contacts),
    Rule("CH455", feedback.find_names),
    Rule("CH456", feedback.find_unknown_parties),
    Rule("CH461", incidents.find_culprits),
    Rule("CH462", incidents.find_incidents_without_change),
    Rule("CH463", incidents.find_incidents_left_open),
    Rule("CH164", translations.find_untranslated_promises),
    Rule("CH165", translations.find_differing_rubrics),
    # words of promises
    Rule("CH230", wording.find_vague_times),
    Rule("CH231", wording.find_vague_qualities),
    Rule("CH232", wording.find_vague_amounts),
    Rule("CH233", wording.find_hedged_promises),
    Rule("CH234", measurable.find_efforts),
    Rule("CH235", wording.find_open_exceptions),
    Rule("CH236", measurable.find_empty_praise),
    Rule("CH237", targets.find_targets_in_prose),
    Rule("CH238", targets.find_contradicted_targets),
    Rule("CH239", measurable.find_inner_measures),
    Rule("CH240", plainness.find_long_sentences),
    Rule("CH241", plainness.find_long_promises),
    Rule("CH242", plainness.find_near_equal_titles),
    Rule("CH243", plainness.find_undefined_abbreviations),
    # rubrics
    Rule("CH310", rubrics.find_equal_descriptors),
    Rule("CH311", rubrics.find_vague_descriptors),
    Rule("CH312", rubrics.find_lowest_expected),
)
