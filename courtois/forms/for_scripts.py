"""What the site's scripts must know of the questions, drawn from their one definition."""

from typing import Any

from courtois.forms.field_names import LARGEST_INDEX, LARGEST_REQUEST, MOST_ANSWERS
from courtois.forms.fields import Question
from courtois.forms.flatten import DEEPEST, LONGEST_NAME
from courtois.forms.formats import Day
from courtois.forms.questions import LetterForm
from courtois.forms.row_questions import PAYMENT_TERMS

LIMITS = {
    "largest_index": LARGEST_INDEX,
    "largest_body": LARGEST_REQUEST,
    "most_answers": MOST_ANSWERS,
    "deepest": DEEPEST,
    "longest_name": LONGEST_NAME,
}


def for_scripts() -> dict[str, Any]:
    """Return the questions by name, with 0 for the index of any row, and the limits, ready for JSON.

    `share` says what a link without names or amounts keeps of an answer: a `choice` or a `day`.
    """
    questions = [question for question in LetterForm().questions if question.in_links != "never"]
    return {
        "questions": {question.name: _question(question) for question in questions},
        "limits": LIMITS,
        "payment_terms": PAYMENT_TERMS,
    }


def _question(question: Question) -> dict[str, Any]:
    share = {"share": "day" if isinstance(question, Day) else "choice"}
    return (share if question.in_links == "always" else {}) | (
        {"counted": True} if question.counted else {}
    )
