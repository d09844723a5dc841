"""``junit.xml``: one testcase a scenario, for CI systems.

Written to be valid against Jenkins' junit-10.xsd, the common ground of CI systems; that schema knows properties of a
suite only, so each scenario's requirement ids stand there and in its system-out.

A nonconformant must is a failure. Blocked and inconclusive scenarios are errors, not skipped ones: a CI page that reads
nothing but this file must not be green when the exit code is 3. Unsupported scenarios, and those that a declared
deviation excuses, are skipped with the reason. Advisories (should and may) fail nothing and stand in system-out.
"""

from collections.abc import Iterable
from xml.etree import ElementTree

from dicomweb_conformance.report.findings import finding_of, one_line
from dicomweb_conformance.report.inert import cut, shown, xml_safe
from dicomweb_conformance.report.model import Report, RequirementResult, ScenarioResult

DEVIATIONS_SUITE = "declared deviations"


def render_junit(report: Report) -> str:
    """The document, with its XML declaration."""
    root = ElementTree.Element("testsuites", {"name": report.suite, "time": _time(report.run.seconds)})
    by_feature: dict[str, list[ScenarioResult]] = {}
    for scenario in report.scenarios:
        by_feature.setdefault(scenario.feature_path or scenario.feature, []).append(scenario)
    by_requirement = {result.id: result for result in report.requirements}
    suites = [_suite(report, path, scenarios, by_requirement) for path, scenarios in by_feature.items()]
    if report.stale:
        suites.append(_stale_suite(report))
    root.extend(suites)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _suite(
    report: Report, path: str, scenarios: Iterable[ScenarioResult], by_requirement: dict[str, RequirementResult]
) -> ElementTree.Element:
    suite = _element("testsuite", name=path, timestamp=report.run.started[:19])
    properties = ElementTree.SubElement(suite, "properties")
    _property(properties, "target", report.target.url)
    cases = []
    seconds = 0.0
    for scenario in scenarios:
        results = [by_requirement[name] for name in scenario.requirements if name in by_requirement]
        _property(properties, f"requirements of {scenario.title}", " ".join(scenario.requirements))
        for result in results:
            if result.level not in report.gating and scenario.verdict == "nonconformant":
                _property(properties, f"advisory {result.id}", shown(scenario.received or ""))
        cases.append(_case(report, path, scenario, results))
        seconds += scenario.seconds
    return _counted(suite, cases, seconds)


def _case(report: Report, path: str, scenario: ScenarioResult, results: list[RequirementResult]) -> ElementTree.Element:
    case = _element("testcase", name=scenario.title, classname=path, time=_time(scenario.seconds))
    outcome = _outcome(report, scenario, results)
    if outcome is not None:
        case.append(outcome)
    out = [f"requirement {result.id} ({result.level}, {result.requirement.profile})" for result in results]
    if scenario.verdict == "nonconformant":
        out += [finding_of(report, result, scenario).text for result in results if result.level not in report.gating]
    _text(ElementTree.SubElement(case, "system-out"), "\n".join(out))
    return case


def _outcome(report: Report, scenario: ScenarioResult, results: list[RequirementResult]) -> ElementTree.Element | None:
    if scenario.verdict in ("blocked", "inconclusive"):
        return _trouble("error", scenario.verdict, scenario.reason or scenario.verdict)
    if scenario.verdict == "unsupported":
        return _trouble("skipped", "unsupported", scenario.reason or "unsupported")
    if scenario.verdict != "nonconformant":
        return None
    deciding = [result for result in results if result.level in report.gating]
    broken = [result for result in deciding if result.verdict == "nonconformant"]
    if broken or not results:
        texts = "\n\n".join(finding_of(report, result, scenario).text for result in broken)
        said = one_line(scenario)
        return _trouble("failure", "nonconformant", said, texts or said)
    if deciding:
        return _trouble("skipped", "deviates", f"declared deviation: {deciding[0].reason}")
    return None


def _stale_suite(report: Report) -> ElementTree.Element:
    suite = _element("testsuite", name=DEVIATIONS_SUITE, timestamp=report.run.started[:19])
    cases = []
    for result in report.stale:
        case = _element("testcase", name=result.id, classname=DEVIATIONS_SUITE, time=_time(0))
        case.append(_trouble("failure", "stale-deviation", result.stale or ""))
        cases.append(case)
    return _counted(suite, cases, 0)


def _counted(suite: ElementTree.Element, cases: list[ElementTree.Element], seconds: float) -> ElementTree.Element:
    suite.extend(cases)
    suite.set("tests", str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("time", _time(seconds))
    return suite


def _trouble(tag: str, kind: str, message: str, text: str = "") -> ElementTree.Element:
    element = _element(tag, type=kind, message=shown(message))
    _text(element, text)
    return element


def _property(properties: ElementTree.Element, name: str, value: str) -> None:
    properties.append(_element("property", name=name, value=value))


def _element(tag: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.Element(tag, {name: xml_safe(cut(value, 2_000)) for name, value in attributes.items()})


def _text(element: ElementTree.Element, text: str) -> None:
    element.text = xml_safe(text) or None


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"
