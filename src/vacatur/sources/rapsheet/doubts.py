"""The codes of what could not be read on a sheet, or contradicts something else."""

from __future__ import annotations

from typing import NamedTuple


class Meaning(NamedTuple):
    """What a code says, and what it means for whoever reads the result."""

    what: str
    so: str


DOUBTS: dict[str, Meaning] = {
    "repaired": Meaning(
        "A letter was read for the digit it looks like (O for 0), or a damaged word for the only one that it can be.",
        "Compare this line with the printed sheet.",
    ),
    "low_confidence": Meaning(
        "The line was recognized too poorly to be relied on.", "What it says is unknown: read it on the printed sheet."
    ),
    "line_unread": Meaning(
        "The line has no form that is known here.", "It may say anything: read it on the printed sheet."
    ),
    "line_too_long": Meaning("The line is longer than any printed line.", "It was not read."),
    "after_end": Meaning("Words stand after END OF MESSAGE that begin no further sheet.", "They were not read."),
    "header_missing": Meaning(
        "A date and an agency begin an event, but its header is not there.",
        "What kind of event it is, is unknown: it may be a conviction.",
    ),
    "kind_from_agency": Meaning(
        "The header of an event is missing or unread; its agency is a court.", "It was read as an event in court."
    ),
    "header_unread": Meaning(
        "The header of an event is on no list.", "What kind of event it is, is unknown: it may be a conviction."
    ),
    "delimiter_missing": Meaning(
        "Nothing divides this event from the one before.",
        "An arrest, an application or a registration was taken to begin a new cycle, anything else to go on with it.",
    ),
    "event_date_missing": Meaning("The event has no date.", "When it was is unknown."),
    "event_date_unread": Meaning(
        "The date of the event is none of the calendar, or damaged.", "When it was is unknown."
    ),
    "agency_missing": Meaning("The event names no agency.", "Where it was is unknown."),
    "name_code_unread": Meaning("The code of the name used cannot be read.", "Under which name it was is unknown."),
    "birth_date_unread": Meaning("A date of birth is none of the calendar, or damaged.", "It is unknown."),
    "count_header_missing": Meaning(
        "A charge or a disposition stands under no CNT.", "Its count number and case number are unknown."
    ),
    "count_number_unread": Meaning("The number after CNT cannot be read.", "The count is kept; its number is unknown."),
    "count_range": Meaning(
        "A range of counts runs backwards, or over more than twenty.", "How many counts it stands for is unsure."
    ),
    "count_repeated": Meaning(
        "The event has this count already.", "A page may stand twice, or a header between be missing."
    ),
    "case_number_unread": Meaning("Something stands beside the count that is no case number.", "It is unknown."),
    "offense_missing": Meaning("The count names no charge.", "The offense is unknown."),
    "offense_unread": Meaning("No statute can be read in the charge.", "The offense is unknown."),
    "code_unknown": Meaning(
        "The code of the statute is none of California's.",
        "The charge was kept as printed; it counts as one that may be any.",
    ),
    "words_differ": Meaning(
        "The words of the charge cannot belong to its number: one of them is damaged.", "The offense is unknown."
    ),
    "charge_comment_missing": Meaning(
        "The count says SEE COMMENT FOR CHARGE, and no comment names one for it.", "The offense is unknown."
    ),
    "charge_comments_differ": Meaning("Comments name different charges for the count.", "The offense is unknown."),
    "charge_type_unread": Meaning("The type of charge (TOC) is none of F, M, I and N.", "It is unknown."),
    "disposition_unread": Meaning("The disposition cannot be read.", "What became of the count is unknown."),
    "disposition_unlisted": Meaning(
        "The disposition is on no list.", "Whether it convicts or frees is unknown: a conviction is possible."
    ),
    "disposition_unsettled": Meaning(
        "The disposition says neither that the person was convicted nor how else the count ended.",
        "What became of the count is unknown: a conviction is possible.",
    ),
    "disposition_missing": Meaning(
        "A sentence, status or date of an update stands under no disposition.", "What became of the count is unknown."
    ),
    "conviction_from_status": Meaning(
        "The disposition is missing or unread; CONV STATUS tells of a conviction.",
        "It was read as a conviction; whether to probation, jail or prison is unknown.",
    ),
    "second_disposition": Meaning(
        "Two dispositions stand under one date.", "Both were kept; the second may be of a later day."
    ),
    "update_date_missing": Meaning(
        "A disposition that follows another, and cannot be of its day, has no date.", "When it was is unknown."
    ),
    "update_date_unread": Meaning(
        "The date of an update is none of the calendar, or damaged.", "When it was is unknown."
    ),
    "status_unread": Meaning(
        "The status of the conviction is none of felony, misdemeanor and infraction.", "It is unknown."
    ),
    "sentence_unread": Meaning("A part of the sentence cannot be read.", "Its length, and when it ended, are unknown."),
    "sentence_cut": Meaning("The sentence breaks off.", "A part may be missing; when it ended is unknown."),
    "sentence_missing": Meaning(
        "A conviction speaks of probation, jail or prison, or such a term was served, and no sentence is printed.",
        "Its length, and when it ended, are unknown.",
    ),
    "sentences_differ": Meaning(
        "A sentence and a comment on it give different terms.", "The printed sentence was kept; see the comment."
    ),
    "page_repeated": Meaning("The page stands twice.", "It was read once."),
    "event_repeated": Meaning("The event is printed twice, word for word.", "Both were kept: a page may stand twice."),
    "subject_missing": Meaning(
        "The head gives no CII number, no date of birth, or skips a name.", "It is unknown; a line may be missing."
    ),
    "agency_unknown": Meaning(
        "The agency of an event in court is on no list, or nearly one that is.",
        "Compare the court with the printed sheet.",
    ),
    "qualifier_unread": Meaning("The kind of custody is on no list.", "It was kept as printed."),
    "status_missing": Meaning(
        "A conviction is printed without CONV STATUS.", "Whether it was a felony is unknown; a line may be missing."
    ),
    "dates_disordered": Meaning(
        "An update is dated before its event, or an event before the birth.", "One of the dates is damaged."
    ),
    "other_sheet": Meaning(
        "Another sheet bears the same number, or one of the two has no head, and shows what this one does not.",
        "What looks at the whole record is unknown: a person must say which sheet is the newer, or whose it is.",
    ),
    "subject_unread": Meaning("A field of the head cannot be read.", "It is unknown."),
    "supervision_unread": Meaning(
        "The head speaks of probation or parole, and until when cannot be read.", "The person may be under supervision."
    ),
}
"""Every code of `Doubt`."""
