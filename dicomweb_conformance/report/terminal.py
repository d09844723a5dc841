"""The summary at the end of a run, for a terminal: details first, the verdict last."""

from collections.abc import Iterator, Sequence

from dicomweb_conformance.report.findings import Finding, by_reason, finding_of, one_line
from dicomweb_conformance.report.inert import inert, shown
from dicomweb_conformance.report.model import VERDICTS, ProfileResult, Report, RequirementResult
from dicomweb_conformance.report.style import Style
from dicomweb_conformance.report.verdict import EXIT_NONCONFORMANT, EXIT_PARTIAL, exit_code

FINDINGS_PER_REQUIREMENT = 3
NAMES_PER_REASON = 8

_OPEN = ("blocked", "inconclusive", "unsupported", "untested")
_MEANING = {
    "blocked": "what they start from could not be brought about",
    "inconclusive": "trouble of the network or the harness",
    "unsupported": "the target does not offer it",
    "untested": "nothing was run",
}


def render_terminal(report: Report, style: Style = Style(), folder: str | None = None) -> str:  # noqa: B008 - frozen
    """The summary. ``folder`` is where the report files lie, if any were written."""
    return "\n".join(_lines(report, style, folder)) + "\n"


def _lines(report: Report, style: Style, folder: str | None) -> Iterator[str]:
    for result in report.failures:
        yield from _failure(report, result, style)
    yield from _advisories(report, style)
    yield from _deviations(report, style)
    for verdict in _OPEN:
        yield from _grouped(verdict, report.with_verdict(verdict), style)
    yield from _leftovers(report, style)
    for why, (times, seconds) in report.run.waits.items():
        yield f"waited {seconds:.1f} s ({_counted(times, 'time')}): {shown(why)}"
    yield from (f"note: {shown(remark)}" for remark in report.remarks)
    yield ""
    yield f"target    {shown(report.target.title)}" + (
        f"  {shown(report.target.url)}" if report.target.title != report.target.url else ""
    )
    yield (
        f"run       {len(report.scenarios)} scenarios, {report.run.requests} requests, {report.run.seconds:.1f} s"
        f", suite {inert(report.suite_version)}" + (f", seed {report.run.seed}" if report.run.seed is not None else "")
    )
    if folder:
        yield f"report    {inert(folder)}"
    yield ""
    width = max((len(profile.name) for profile in report.profiles), default=0)
    yield from (_profile(profile, width, style) for profile in report.profiles)
    yield ""
    yield _last(report, style)


def _failure(report: Report, result: RequirementResult, style: Style) -> Iterator[str]:
    broken = [scenario for scenario in result.scenarios if scenario.verdict == "nonconformant"]
    for scenario in broken[:FINDINGS_PER_REQUIREMENT]:
        yield from _finding(finding_of(report, result, scenario), style)
        yield ""
    if len(broken) > FINDINGS_PER_REQUIREMENT:
        yield f"  and {len(broken) - FINDINGS_PER_REQUIREMENT} more scenarios of {inert(result.id)}; the report has all"
        yield ""


def _finding(finding: Finding, style: Style) -> Iterator[str]:
    head, *rows = finding.text.split("\n")
    yield head.replace(finding.word, style.verdict(finding.word.lower(), finding.word), 1)
    yield from rows


def _advisories(report: Report, style: Style) -> Iterator[str]:
    if not report.advisories:
        return
    yield style(
        f"ADVISORY  {_counted(len(report.advisories), 'recommendation')} not followed; fails nothing", "bold", "yellow"
    )
    for result in report.advisories:
        broken = [scenario for scenario in result.scenarios if scenario.verdict == "nonconformant"]
        yield f"  {inert(result.id)}   {inert(result.requirement.cites)}"
        yield f"    {one_line(broken[0])}"
    yield ""


def _deviations(report: Report, style: Style) -> Iterator[str]:
    for result in report.stale:
        if result.deviation:
            yield style.verdict("fail", "STALE DEVIATION") + f"  {inert(result.id)}   {inert(result.stale or '')}"
            yield f"  declared  {shown(result.deviation.reason)}"
            yield "  next      remove it from the target file" + (
                ", or give it a later expiry date" if result.verdict == "nonconformant" else ""
            )
            yield ""
    deviating = report.with_verdict("deviates")
    if deviating:
        yield style(
            f"DEVIATES  {_counted(len(deviating), 'requirement')}, as the target file declares", "bold", "magenta"
        )
        yield from (f"  {inert(result.id)}   {shown(result.reason or '')}" for result in deviating)
        yield ""


def _grouped(verdict: str, results: Sequence[RequirementResult], style: Style) -> Iterator[str]:
    if not results:
        return
    heading = f"{verdict.upper()}  {_counted(len(results), 'requirement')}: {_MEANING[verdict]}"
    yield style.verdict(verdict, heading)
    for reason, alike in by_reason(results).items():
        ids = [inert(result.id) for result in alike]
        yield f"  {shown(reason)}"
        more = f" and {len(ids) - NAMES_PER_REASON} more" if len(ids) > NAMES_PER_REASON else ""
        yield f"    {', '.join(ids[:NAMES_PER_REASON])}{more}"
    yield ""


def _leftovers(report: Report, style: Style) -> Iterator[str]:
    if not report.run.leftovers:
        return
    yield style.verdict("partial", f"LEFT ON THE TARGET  {_counted(len(report.run.leftovers), 'study', 'studies')}")
    yield from (f"  {shown(uid)}" for uid in report.run.leftovers)
    yield "  next      dicomweb-conformance cleanup LEDGER"
    yield ""


def _profile(profile: ProfileResult, width: int, style: Style) -> str:
    levels = (f"{level} {_level_counts(profile, level)}" for level in ("must", "should", "may") if profile.count(level))
    reason = f"   ({shown(profile.reason)})" if profile.reason else ""
    verdict = style.verdict(profile.verdict, f"{profile.verdict:<7}")
    return f"{profile.name:<{width}}  {verdict}  {' · '.join(levels)}{reason}"


def _level_counts(profile: ProfileResult, level: str) -> str:
    conformant = profile.counts[level]["conformant"]
    others = (f"{profile.counts[level][v]} {v}" for v in VERDICTS[1:] if profile.counts[level][v])
    return ", ".join((f"{conformant}/{profile.count(level)} conformant", *others))


def _last(report: Report, style: Style) -> str:
    code = exit_code(report)
    if code == EXIT_NONCONFORMANT:
        said = _joined(
            (len(report.failures), "requirement is not met", "requirements are not met"),
            (len(report.stale), "declared deviation is stale", "declared deviations are stale"),
        )
        return style.verdict("fail", "FAIL") + f"  {said}"
    if code == EXIT_PARTIAL:
        return style.verdict("partial", "PARTIAL") + "  nothing was found wrong, but not everything could be judged"
    return style.verdict("pass", "PASS") + _qualified(report)


def _qualified(report: Report) -> str:
    deviating = len(report.with_verdict("deviates"))
    said = []
    if deviating:
        said.append(f"but for {_counted(deviating, 'declared deviation')}")
    if report.run.selection:
        said.append(f"of what was selected by {shown(' '.join(report.run.selection))}")
    return f"  {', '.join(said)}" if said else "  every judged profile passes"


def _joined(*facts: tuple[int, str, str]) -> str:
    return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in facts if count)


def _counted(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
