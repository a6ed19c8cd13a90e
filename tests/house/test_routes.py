"""No route without its row in the table, no row without its route, and both say the same."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_GET

from tests.house.routes import PREFIXES, ROUTES, Found, Route, found_routes
from tests.house.sources import listed
from tests.house.test_glossary import our_models

STANDS_FOR_NO_ROW = {"token", "code", "number", "word"}
# Every page that can be looked at can be asked for its head.
FOLLOW = {"HEAD", "OPTIONS"}


def faults_of(found: Iterable[Found], *, table: Mapping[str, Route]) -> Iterator[str]:
    routes = list(found)
    yield from (f"{route.path}: has no name" for route in routes if not route.name)
    yield from (
        f"{name}: names {times} routes"
        for name, times in Counter(r.name for r in routes).items()
        if times > 1
    )
    yield from (
        f"{name}: is a row without a route" for name in table.keys() - {route.name for route in routes}
    )
    for route in routes:
        if route.name and route.name not in table:
            yield f"{route.name} ({route.path}): has no row in tests/house/routes.py"
        elif route.name:
            yield from disagreements(route, row=table[route.name])


def disagreements(route: Found, *, row: Route) -> Iterator[str]:
    if route.arguments != row.takes.keys():
        yield f"{route.name}: takes {sorted(route.arguments)}, its row says {sorted(row.takes)}"
    declared = route.declared_audience
    if (declared or "") != (row.audience if row.audience in ("company", "agency", "operator") else ""):
        yield f"{route.name}: is declared for {declared}, its row says {row.audience}"
    if not route.methods:
        yield f"{route.name}: takes any method, say which with a decorator"
    elif route.methods - FOLLOW != set(row.methods):
        yield f"{route.name}: takes {sorted(route.methods - FOLLOW)}, its row says {sorted(row.methods)}"
    if getattr(route.view, "csrf_exempt", False) and row.audience != "candidate":
        yield f"{route.name}: takes forms without their token"
    if row.audience in PREFIXES and not route.path.startswith(PREFIXES[row.audience]):
        yield f"{route.name}: {route.path} is no place for {row.audience}"


def test_the_table_of_routes_is_that_of_the_urlconf():
    faults = list(faults_of(found_routes(), table=ROUTES))
    assert not faults, listed(faults)


def test_what_a_route_takes_is_a_word_of_the_glossary():
    models = {model.__name__ for model in our_models()}
    faults = [
        (name, what) for name, row in ROUTES.items() for what in row.takes.values() if what not in models
    ]
    assert not [fault for fault in faults if fault[1] not in STANDS_FOR_NO_ROW]


def test_the_check_of_routes_bites():
    def view(request):
        return HttpResponse()

    @require_GET
    def company_view(request):
        return HttpResponse()

    company_view.csrf_exempt = True  # type: ignore[attr-defined]
    company_view.audience = "company"  # type: ignore[attr-defined]
    inner = ([path("<uuid:import_id>/", company_view, name="one"), path("x/", view)], "recruiter")
    planted = list(found_routes([path("app/", include(inner)), path("agency/y/", company_view, name="y")]))
    assert [(found.name, found.path, set(found.arguments)) for found in planted] == [
        ("recruiter:one", "app/<uuid:import_id>/", {"import_id"}),
        ("", "app/x/", set()),
        ("y", "agency/y/", set()),
    ]
    planted = [*planted[:1], *found_routes([path("ops/", view, name="two")]), *planted]
    table = {
        "recruiter:one": Route("agency", ("GET", "POST")),
        "two": Route("anyone"),
        "y": Route("company"),
        "gone": Route("anyone"),
    }
    assert set(faults_of(planted, table=table)) == {
        "app/x/: has no name",
        "gone: is a row without a route",
        "recruiter:one: names 2 routes",
        "recruiter:one: takes ['import_id'], its row says []",
        "recruiter:one: takes ['GET'], its row says ['GET', 'POST']",
        "recruiter:one: takes forms without their token",
        "y: takes forms without their token",
        "two: takes any method, say which with a decorator",
        "recruiter:one: is declared for company, its row says agency",
        "recruiter:one: app/<uuid:import_id>/ is no place for agency",
        "y: agency/y/ is no place for company",
    }
    assert "y (agency/y/): has no row in tests/house/routes.py" in set(faults_of(planted, table={}))
