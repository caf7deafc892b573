"""
The commands. Each reads its arguments, calls one room, and prints.

Exit status: 0 done; 1 the answer is no (a broken pack, an evaluation that found something); 2 the
command was misused.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.asking import UnknownAnswerError, ask_responses, read_ids
from hearthlight.channels.cli.coaching import add_coach
from hearthlight.channels.cli.contacts import (
    add_contacts,
    run_check,
    run_confirm,
    run_list,
    run_table,
)
from hearthlight.channels.cli.doctor import add_doctor
from hearthlight.channels.cli.duty import add_duty
from hearthlight.channels.cli.editing import (
    add_translate,
    add_where,
    print_coverage,
    print_plainness,
    print_untranslated,
    print_whereabouts,
    run_translate,
)
from hearthlight.channels.cli.evaluating import add_evaluate
from hearthlight.channels.cli.exporting import add_export
from hearthlight.channels.cli.finding import add_find
from hearthlight.channels.cli.letters import fit_json, fit_streams
from hearthlight.channels.cli.notes import add_notes
from hearthlight.channels.cli.noticing import add_notice
from hearthlight.channels.cli.opening import (
    add_packs,
    choose_language,
    claim_port,
    open_packs,
    read_port,
    read_workers,
    see_directory,
)
from hearthlight.channels.cli.previewing import add_preview
from hearthlight.channels.cli.printing import add_print
from hearthlight.channels.cli.reading import add_read
from hearthlight.channels.cli.saving import is_free, write_private
from hearthlight.channels.cli.services import add_services
from hearthlight.channels.cli.speaking import (
    asked_language,
    make_say,
    named_language,
    speaking,
    tell_unknown,
)
from hearthlight.channels.cli.starting import add_pack_new
from hearthlight.channels.cli.terminal import print_document, print_reasons, tell
from hearthlight.channels.cli.texting import add_sms
from hearthlight.content.layers import SHIPPED, find_layers
from hearthlight.content.loader import load_pack
from hearthlight.content.problems import BrokenPackError
from hearthlight.content.schema import NAMES, file_schema
from hearthlight.documents.coverage import cover_statements
from hearthlight.documents.opening import inspect_apart, open_edition, open_pack
from hearthlight.documents.outcome import compose_outcome, explain_rules
from hearthlight.evaluation.rows import MalformedRowsError
from hearthlight.settings import SettingsError, check_drafts, read_settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Sequence

    from hearthlight.checkin.responses import Responses
    from hearthlight.compiled.edition import Edition
    from hearthlight.content.layers import Layer
    from hearthlight.content.locales import Wording
    from hearthlight.content.model import Pack
    from hearthlight.content.problems import Problem
    from hearthlight.documents.blocks import Document

DONE, NO, MISUSED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    fit_streams()
    given = sys.argv[1:] if arguments is None else arguments
    with speaking(make_say(asked_language(given, os.environ))) as parser:
        try:
            options = build_parser(parser).parse_args(given)
        except SystemExit:
            # Help, or a mistake: it was told in English, and why should be known. A command that
            # runs says it itself, since folders may be laid on top that speak the language.
            if (named := named_language(given)) and (told := tell_unknown(named)):
                print(told, file=sys.stderr)
            raise
    options.lang = getattr(options, "lang", "") or options.spoken
    if getattr(options, "json", False):
        fit_json()
    try:
        return int(options.run(options))
    except BrokenPackError as broken:
        for problem in broken.problems:
            print(problem, file=sys.stderr)
        count = len(broken.problems)
        told = f"{count} problem{'s' if count != 1 else ''}. {getattr(options, 'refused', '')}"
        print(told.rstrip(), file=sys.stderr)
        return NO
    except (UnknownAnswerError, MalformedRowsError, SettingsError) as error:
        print(error, file=sys.stderr)
        return MISUSED
    except KeyboardInterrupt:
        return NO
    except BrokenPipeError:
        # The reader has seen enough (`| head`): do not complain when Python closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def build_parser(kind: type[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Every command and its options, by a kind of parser."""
    parser = kind(
        prog="hearthlight",
        description="What to do now, for people who worry that a child is being exploited.",
    )
    # Not `lang`: what a command says of it comes later, and would take its place.
    parser.add_argument("--lang", default="", dest="spoken", metavar="LANG", help="such as en")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="serve the pages")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=read_port, default=8000)
    serve.add_argument(
        "--workers", type=read_workers, default=1, help="processes that answer (default 1)"
    )
    add_packs(serve)
    serve.set_defaults(run=_serve, refused="Nothing was started.")

    add_preview(commands)

    check = commands.add_parser(
        "check",
        help="check in: say what you noticed, learn what to do now",
        description="Asks the questions, unless answers are given. Nothing you say is kept. "
        "What you give as options may stay in your shell's history.",
    )
    _add_answers(check)
    check.add_argument("--json", action="store_true", help="the document as JSON")
    check.add_argument(
        "--pdf", type=Path, metavar="FILE", help="write the sheet here, readable by you alone"
    )
    check.set_defaults(run=_check, asks="check")

    explain = commands.add_parser(
        "explain", help="which rules lead to an outcome, and where they come from"
    )
    _add_answers(explain)
    explain.add_argument("--json", action="store_true", help="the rules as JSON")
    explain.set_defaults(run=_explain, asks="explain")

    add_duty(commands)
    add_notice(commands)
    add_notes(commands)
    add_find(commands)
    add_coach(commands)
    add_print(commands)
    add_export(commands)
    add_read(commands)

    pack = commands.add_parser("pack", help="check or describe content packs")
    packs = pack.add_subparsers(required=True, metavar="COMMAND")
    pack_check = packs.add_parser("check", help="print every problem; exit 1 if there is any")
    pack_check.add_argument(
        "folders", nargs="*", type=Path, metavar="DIR", help="folders on top of the shipped packs"
    )
    pack_check.set_defaults(run=_pack_check, refused="Until it is mended, this pack is not served.")
    add_pack_new(packs)
    _add_wording(packs)
    schema = packs.add_parser("schema", help="the JSON Schema of a pack file")
    schema.add_argument("name", nargs="?", choices=NAMES, help="the file, without .toml")
    schema.add_argument("--out", type=Path, metavar="DIR", help="write every schema here instead")
    schema.set_defaults(run=_pack_schema)

    add_sms(commands)
    add_services(commands)
    _add_contacts(commands)

    add_evaluate(commands)
    add_doctor(commands)
    return parser


def _add_contacts(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    runs = {
        "list": _contacts_list,
        "table": lambda options: run_table(open_packs(options)),
        "check": _contacts_check,
        "confirm": _contacts_confirm,
    }
    for name, parser in add_contacts(commands).items():
        add_packs(parser)
        parser.set_defaults(run=runs[name], refused="Nothing was written." * (name == "confirm"))


def _add_wording(packs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    plain = packs.add_parser(
        "plain", help="how plain the words are, and what to change; exit 1 if anything"
    )
    plain.add_argument("--lang", default="", help="such as en; without it, every language")
    plain.set_defaults(run=_pack_plain)
    coverage = packs.add_parser(
        "coverage", help="where each statement is said; exit 1 if one is not"
    )
    coverage.set_defaults(run=_pack_coverage)
    translate = add_translate(packs)
    translate.set_defaults(run=_pack_translate, refused="Nothing was written.")
    where = add_where(packs)
    where.set_defaults(run=_pack_where)
    # Their own --pack: after LANG or words, the parser could not tell a folder from the rest.
    add_packs(translate)
    add_packs(where)
    for parser in (plain, coverage):
        parser.add_argument(
            "folders",
            nargs="*",
            type=Path,
            metavar="DIR",
            help="folders on top of the shipped packs",
        )
    for parser in (plain, coverage, translate, where):
        parser.add_argument("--json", action="store_true", help="the report as JSON")


def _add_answers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fact", action="append", default=[], metavar="ID", help="anything asked")
    parser.add_argument("--sign", action="append", default=[], metavar="ID", help="a sign noticed")
    parser.add_argument("--role", default="", help="parent, kin, foster, professional or other")
    parser.add_argument("--place", default="", help="such as us-ca-san-francisco")
    parser.add_argument("--lang", default="", help="such as en")
    parser.add_argument(
        "--stdin", action="store_true", help="read ids from standard input, one a line"
    )
    add_packs(parser)


def _serve(options: argparse.Namespace) -> int:
    from hearthlight.channels.web.serving import serve  # noqa: PLC0415 - only this command pays

    settings = read_settings()
    settings = msgspec.structs.replace(settings, packs=(*settings.packs, *options.pack))
    layers = find_layers(settings.packs)
    inspect_apart(layers, settings.store)
    edition = open_edition(layers, settings.store)
    check_drafts(settings, [language.tag for language in edition.languages])
    if "://" in settings.directory:  # a database: what speaks with it may not be installed
        see_directory(settings.directory)
    if settings.sms_address:
        from hearthlight.channels.sms.readiness import make_ready  # noqa: PLC0415 - only then

        make_ready(settings)
    claim_port(options.host, options.port)
    serve(settings, options.host, options.port, options.workers)
    return DONE


def _answers(options: argparse.Namespace, edition: Edition, wording: Wording) -> Responses:
    said = [*options.fact, *options.sign]
    if options.stdin:
        said.extend(sys.stdin)
    elif said or options.role or options.place:
        told = wording.interface("shell_history")
        print(told.format(command=options.asks), file=sys.stderr)
    else:
        return ask_responses(edition, wording, sys.stdin, sys.stderr)
    return read_ids(edition, said, options.role, options.place, wording)


def _check(options: argparse.Namespace) -> int:
    edition = open_packs(options)
    language = choose_language(options, edition)
    wording = edition.wording(language)
    if options.pdf and not is_free(options.pdf, wording):
        return MISUSED
    responses = _answers(options, edition, wording)
    document = compose_outcome(edition, responses, language)
    if options.pdf:
        return _save_outcome(options.pdf, edition, responses, document)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(document), indent=2).decode())
    else:
        print_document(document, wording, sys.stdout)
    return DONE


def _save_outcome(path: Path, edition: Edition, responses: Responses, document: Document) -> int:
    """The outcome on paper; for someone whose worry is at home, in the terminal alone."""
    wording = edition.wording(document.language)
    if any(edition.kinds[fact] == "home" for fact in responses.facts):
        print_document(document, wording, sys.stdout)
        print(wording.interface("pdf_not_at_home"), file=sys.stderr)
        return NO
    from hearthlight.channels.paper.sheets import maker_of, set_own  # noqa: PLC0415 - only here

    sheet = set_own(document, maker_of(edition, document.language))
    return DONE if write_private(path, sheet, wording) else MISUSED


def _explain(options: argparse.Namespace) -> int:
    edition = open_packs(options)
    language = choose_language(options, edition)
    wording = edition.wording(language)
    explanation = explain_rules(edition, _answers(options, edition, wording), language)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(explanation), indent=2).decode())
        return DONE
    print(f"{explanation.outcome}: {tell(wording, explanation.outcome, 'title')}")
    if explanation.because:
        print_reasons(wording.interface("why_rules"), explanation.because, wording, sys.stdout)
    else:
        print(wording.interface("no_rules"))
    if explanation.also:
        print_reasons(wording.interface("also_rules"), explanation.also, wording, sys.stdout)
    return DONE


def _pack_check(options: argparse.Namespace) -> int:
    settings = read_settings()
    layers = find_layers((*settings.packs, *options.folders))
    pack = open_pack(layers, settings.store)
    check_drafts(settings, [language.tag for language in pack.languages])
    if own := {
        layer.shown(layer.folder) for layer in layers if not layer.folder.is_relative_to(SHIPPED)
    }:
        problems = _find_full_sheets(pack, layers, own)
        for problem in problems:
            print(problem, file=sys.stderr)
        if problems:
            count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
            print(f"{count}. The pack is served all the same, without that.", file=sys.stderr)
            return NO
    counts = ", ".join(
        f"{len(pack.rows[kind])} {kind}s" for kind in ("sign", "rule", "contact", "scenario")
    )
    print(f"{' + '.join(layer.header.id for layer in layers)}: no problems ({counts}).")
    print_untranslated(pack, layers, sys.stdout)
    return DONE


def _find_full_sheets(
    pack: Pack, layers: Sequence[Layer], own: Collection[str]
) -> tuple[Problem, ...]:
    """What no sheet can hold; those of the shipped packs are set by the tests."""
    from hearthlight.channels.paper.checking import check_sheets  # noqa: PLC0415 - only here
    from hearthlight.compiled.compiling import compile_pack  # noqa: PLC0415 - likewise

    settings = read_settings()
    # What is stored was compiled already.
    edition = open_edition(layers, settings.store) if settings.store else compile_pack(pack)
    return tuple(sorted(set(check_sheets(pack, edition, own, settings.address))))


def _checked_pack(folders: Sequence[Path]) -> Pack:
    """The pack with these folders, its rows and words without a problem."""
    from hearthlight.content.checks import check_pack  # noqa: PLC0415 - only editors pay

    pack = load_pack(find_layers((*read_settings().packs, *folders)))
    if problems := tuple(check_pack(pack)):
        raise BrokenPackError(problems)
    return pack


def _contacts_list(options: argparse.Namespace) -> int:
    edition = open_packs(options)
    language = choose_language(options, edition)
    place = read_ids(edition, (), "", options.place, edition.wording(language)).place
    return run_list(options, edition, language, place)


def _contacts_check(options: argparse.Namespace) -> int:
    layers = find_layers((*read_settings().packs, *options.pack))
    return run_check(options, load_pack(layers), layers)


def _contacts_confirm(options: argparse.Namespace) -> int:
    layers = find_layers((*read_settings().packs, *options.pack))
    return run_confirm(options, load_pack(layers), layers)


def _pack_plain(options: argparse.Namespace) -> int:
    from hearthlight.wording.plainness import measure_plainness  # noqa: PLC0415 - only editors pay

    pack = _checked_pack(options.folders)
    if options.lang and options.lang not in pack.words:
        known = ", ".join(sorted(pack.words))
        raise UnknownAnswerError(f"There are no words in {options.lang!r}. Try: {known}.")
    report = measure_plainness(pack, (options.lang,) if options.lang else ())
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
    else:
        print_plainness(report, sys.stdout)
    return NO if report.findings else DONE


def _pack_coverage(options: argparse.Namespace) -> int:
    coverage = cover_statements(_checked_pack(options.folders))
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(coverage), indent=2).decode())
    else:
        print_coverage(coverage, sys.stdout)
    return DONE if coverage.is_whole else NO


def _pack_translate(options: argparse.Namespace) -> int:
    layers = find_layers((*read_settings().packs, *options.pack))
    return run_translate(options, _checked_pack(options.pack), layers, sys.stdout)


def _pack_where(options: argparse.Namespace) -> int:
    from hearthlight.wording.whereabouts import find_words  # noqa: PLC0415 - only editors pay

    layers = find_layers((*read_settings().packs, *options.pack))
    found = find_words(load_pack(layers), layers, " ".join(options.words), options.lang)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        print_whereabouts(found, sys.stdout)
    return DONE if found else NO


def _pack_schema(options: argparse.Namespace) -> int:
    def encoded(name: str) -> bytes:
        return msgspec.json.format(msgspec.json.encode(file_schema(name)), indent=2)

    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        for name in NAMES:
            (options.out / f"{name}.schema.json").write_bytes(encoded(name) + b"\n")
        print(f"{len(NAMES)} schemas are in {options.out}.")
        return DONE
    if not options.name:
        print(f"Name a file ({', '.join(NAMES)}), or a folder with --out.", file=sys.stderr)
        return MISUSED
    print(encoded(options.name).decode())
    return DONE
