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
    "code": later("By which code was the person convicted (two letters, such as HS)?"),
    "is_infraction": later("Is it an infraction?"),
    "is_felony_now": later("Is it still a felony, not reduced or redesignated since?"),
    "set_aside": later("Was it dismissed, set aside or vacated already?"),
    "juvenile_court": later("Was it a juvenile court?"),
    "federal_court": later("Was it a federal court?"),
    "is_wobbler": later("May the offense be punished as a felony or as a misdemeanor?"),
    "is_county_jail_felony": later("Is a felony of this offense served in county jail (PC 1170(h))?"),
    "is_prop47_offense": later("Is the offense one that Proposition 47 made a misdemeanor?"),
    "is_barred_from_dismissal": later("Is the offense one that PC 1203.4 and 1203.4a do not reach?"),
    "is_driving_offense": later("Is the offense one of driving, for which dismissal is left to the court?"),
    "is_serious_or_violent": later("Is it a serious or violent felony (PC 1192.7(c), 667.5(c))?"),
    "is_registrable": later("Is the offense registrable under PC 290(c)?"),
    "offense_before_prop47": later("Was the offense before November 5, 2014?"),
    "value_over_950": later("Was what was taken, forged or received worth more than 950 dollars?"),
    "probation_granted": later("Was probation granted in this case?"),
    "probation_revoked": later("Was probation revoked in this case?"),
    "sentence_stated": later("Is anything said of the sentence in this case?"),
    "jail_imposed": later("Was jail imposed in this case?"),
    "prison_imposed": later("Was prison imposed in this case?"),
    "prison_suspended": later("Was prison imposed, and suspended, in this case?"),
    "split_sentence": later("Was mandatory supervision part of the sentence (PC 1170(h)(5)(B))?"),
    "years_since_sentence_ended": later("How many years is it since all sentences of this case ended?"),
    "convicted_during_sentence": later(
        "Was the person convicted of something else before the sentences of this case ended?"
    ),
    "arrested_during_sentence": later("Was the person arrested before the sentences of this case ended?"),
    "convicted_since": later("Was the person convicted of something on a later day, in any county?"),
    "serving_on_record": later("Does a sentence or supervision of the person go on, in any county?"),
    "years_since_unknown_sentence": later(
        "How many years is it since the latest sentence whose end is not known, in any county?"
    ),
    "years_since_open_charge": later(
        "How many years is it since the latest charge of which no outcome is known, in any county?"
    ),
    "superstrike_on_record": later("Is a super strike (PC 667(e)(2)(C)(iv)) on record, in any county, at any time?"),
    "registrable_on_record": later(
        "Is a conviction registrable under PC 290(c) on record, in any county, at any time?"
    ),
}
"""Every fact of the catalogue."""


def asked(name: str) -> str:
    """A fact as it is asked for."""
    return _(ASKED[name])
