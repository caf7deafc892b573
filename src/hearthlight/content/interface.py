"""The words that the interface itself asks for, by name, so that a missing one is found early."""

from __future__ import annotations

INTERFACE_WORDS: frozenset[str] = frozenset(
    """
    brand skip_to_content leave_fast leave_fast_hint help_now footer_help footer_about footer_home
    footer_now footer_check draft_notice not_translated sources_heading source_read line_call
    line_text line_text_keyword line_tty line_web always_open read_on one_source assured
    not_assured passes_on hours languages access say_heading change_answers start_again
    submit_check step_of unsure_option skip_question none_chosen other_causes not_a_test
    danger_first answers_are_sent form_error_title form_error_heading form_error_next
    form_error_lost error_unknown error_twice error_malformed error_large error_type error_method
    ask_any ask_one ask_again shell_history why_rules also_rules no_rules
    """.split()
)
