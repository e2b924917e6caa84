"""The layout of the California DOJ's bulk criminal-history file: 95 columns, A to CQ (HS 11361.9)."""

from __future__ import annotations

COLUMNS: tuple[str, ...] = tuple(
    """
    RECORD_ID SUBJECT_STATUS SUBJECT_ID
    REQ_SEG_SEP REQ_CII_NUMBER REQ_NAME REQ_GENDER REQ_DOB REQ_CDL REQ_SSN
    PII_SEG_SEP CII_NUMBER PRI_NAME GENDER PRI_DOB PRI_SSN PRI_CDL PRI_IDN PRI_INN FBI_NUMBER
    PDR_SEG_SEP RACE_CODE RACE_DESCR EYE_COLOR_CODE EYE_COLOR_DESCR HAIR_COLOR_CODE HAIR_COLOR_DESCR HEIGHT WEIGHT
    SINGLE_SOURCE MULTI_SOURCE POB_CODE POB_NAME POB_TYPE CITIZENSHIP_LIST
    CYC_SEG_SEP CYC_ORDER CYC_DATE
    STP_SEG_SEP STP_ORDER STP_EVENT_DATE STP_TYPE_CODE STP_TYPE_DESCR STP_ORI_TYPE STP_ORI_TYPE_DESCR STP_ORI_CODE
    STP_ORI_DESCR STP_ORI_CNTY_CODE STP_ORI_CNTY_NAME
    CNT_SEG_SEP CNT_ORDER DISP_DATE OFN OFFENSE_CODE OFFENSE_DESCR OFFENSE_TOC OFFENSE_QUAL_LST
    DISP_OFFENSE_CODE DISP_OFFENSE_DESCR DISP_OFFENSE_TOC DISP_OFFENSE_QUAL_LST
    CONV_OFFENSE_ORDER CONV_OFFENSE_CODE CONV_OFFENSE_DESCR CONV_OFFENSE_TOC CONV_OFFENSE_QUAL_LST
    FE_NUM_ORDER FE_NUM_ARR_AGY FE_NUM_BNCH_WARR FE_NUM_CITE FE_NUM_DOCKET FE_NUM_INCIDENT FE_NUM_BOOKING FE_NUM_NUMBER
    FE_NUM_REMAND FE_NUM_OOS_INN FE_NUM_CRT_CASE FE_NUM_WARRANT
    DISP_ORDER DISP_CODE DISP_DESCR CONV_STAT_CODE CONV_STAT_DESCR
    SENT_SEG_SEP SENT_ORDER SENT_LOC_CODE SENT_LOC_DESCR SENT_LENGTH SENT_TIME_CODE SENT_TIME_DESCR
    CYC_AGE CII_TYPE CII_TYPE_ALPHA COMMENT_TEXT END_OF_REC
    """.split()
)
"""The 95 columns in order."""

POSITION: dict[str, int] = {name: position for position, name in enumerate(COLUMNS)}

EVENT_COLUMNS: dict[str, str] = {
    "event_type": "STP_TYPE_DESCR",
    "agency": "STP_ORI_DESCR",
    "county": "STP_ORI_CNTY_NAME",
    "offense": "OFFENSE_DESCR",
    "offense_severity": "OFFENSE_TOC",
    "offense_qualifiers": "OFFENSE_QUAL_LST",
    "disposed_offense": "DISP_OFFENSE_DESCR",
    "convicted_offense": "CONV_OFFENSE_DESCR",
    "convicted_severity": "CONV_OFFENSE_TOC",
    "convicted_qualifiers": "CONV_OFFENSE_QUAL_LST",
    "disposition": "DISP_DESCR",
    "conviction_status": "CONV_STAT_DESCR",
    "sentence_place": "SENT_LOC_DESCR",
    "sentence_length": "SENT_LENGTH",
    "sentence_unit": "SENT_TIME_CODE",
    "sentence_order": "SENT_ORDER",
}
"""Columns of the events table that hold one of few distinct texts, and where each comes from."""

PERSON_COLUMNS: dict[str, str] = {
    "cii_number": "CII_NUMBER",
    "name": "PRI_NAME",
    "sex": "GENDER",
    "birth_date_text": "PRI_DOB",
    "race": "RACE_DESCR",
}
"""Columns of the persons table, and where each comes from."""

CONDENSED_COLUMNS: tuple[str, ...] = (
    "CII_NUMBER", "PRI_NAME", "GENDER", "PRI_DOB", "RACE_DESCR", "CYC_DATE", "STP_EVENT_DATE", "STP_ORI_DESCR",
    "STP_ORI_CNTY_NAME", "DISP_DATE", "OFN", "OFFENSE_DESCR", "DISP_DESCR", "CONV_STAT_DESCR", "SENT_LOC_DESCR",
    "SENT_LENGTH", "SENT_TIME_CODE", "CYC_AGE", "COMMENT_TEXT", "END_OF_REC",
)  # fmt: skip
"""The 20 columns of the condensed spreadsheet that offices know."""
