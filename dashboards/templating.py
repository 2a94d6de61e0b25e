"""How the pages' templates are read: all is escaped, and a name that nothing gives is an error."""

import jinja2

from dashboards import words


def environment() -> jinja2.Environment:
    """Make the environment that every page's template is rendered in."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("dashboards", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["number"] = words.number
    made.filters["script_json"] = words.script_json
    return made
