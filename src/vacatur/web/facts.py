"""The facts as a reviewer is asked for them: each a question in the reader's language.

The catalogue's own words (`decide.facts`) are for whoever writes rules.
"""

from __future__ import annotations

from vacatur.web.wording import _, later

ASKED = {
    "section": later("Of which section was the person convicted?"),
    "subdivision": later("Which subdivision (a letter, such as a)?"),
    "is_prop64": later("Is the offense one of HS 11357 to 11360 (Prop 64)?"),
    "is_related": later("Is the offense one that offices dismiss beside cannabis convictions?"),
    "prop64_in_same_cycle": later("Was there a Prop 64 conviction in the same arrest and what followed?"),
    "accessory_with_prop64": later("Is it accessory (PC 32) to a cannabis charge of the same arrest?"),
    "in_county": later("Is it a conviction of this county?"),
    "is_felony": later("Is it a felony?"),
    "convicted_on": later("When was the conviction?"),
    "offense_before_prop64": later("Was the offense before November 9, 2016?"),
    "relief_granted": later("Was relief granted earlier (PC 1203.4, HS 11361.8, PC 1170.18 or other)?"),
    "earlier_relief": later("Which relief was granted earlier (nothing, if none)?"),
    "prop64_relief_granted": later("Was relief granted earlier under HS 11361.8 or 11361.9?"),
    "age_now": later("How old is the person on the day of the run?"),
    "age_at_conviction": later("How old was the person on the day of conviction?"),
    "under_18_at_offense": later("Was the person under 18 at the offense?"),
    "under_21_at_offense": later("Was the person under 21 at the offense?"),
    "years_since_conviction": later("How many years is it since the conviction?"),
    "sentence_completed": later("Are all sentences of this case over?"),
    "probation_completed": later("Was there probation, and is it over without having been revoked?"),
    "plants": later("How many living plants?"),
    "grams": later("How many grams of cannabis, not concentrated?"),
    "grams_concentrate": later("How many grams of concentrated cannabis?"),
    "gift_or_personal_transport": later("Was it a gift to an adult, or transport for oneself?"),
    "sale_to_minor": later("Was something sold, offered or given to somebody under 18, knowingly?"),
    "import_or_export": later("Was it import, or transport out of the state for sale?"),
    "deceased": later("Has the person died?"),
    "convictions_on_record": later("How many convictions has the person, of any kind, anywhere?"),
    "superstrike_before": later(
        "Was there an earlier conviction of a super strike (PC 667(e)(2)(C)(iv)), in any county?"
    ),
    "registrable_offense_before": later(
        "Was there an earlier conviction of an offense registrable under PC 290(c), in any county?"
    ),
    "prior_same_section": later("How many earlier convictions of the same section, in any county?"),
    "two_prior_same_section": later("Were there two or more earlier convictions of the same section, in any county?"),
    "only_prop64_on_record": later("Are all convictions of the person, anywhere, of HS 11357 to 11360?"),
    "sentences_completed": later("Are all sentences of the person, anywhere, over?"),
    "years_conviction_free": later("How many years is it since the last conviction of any kind, anywhere?"),
    "years_felony_free": later("How many years is it since the last felony, anywhere?"),
}
"""Every fact of the catalogue."""


def asked(name: str) -> str:
    """A fact as it is asked for."""
    return _(ASKED[name])
