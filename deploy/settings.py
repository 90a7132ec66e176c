"""What samconfig.toml says for an environment. `deploy/settings.py ENVIRONMENT KEY`, or `… overrides [OPTION=VALUE ...]`

`sam deploy --parameter-overrides` replaces all options of samconfig.toml. `overrides` prints them with those that are
given, one a line, so that `DeletionProtection=true` of an environment holds whatever else is asked for.
"""

import shlex
import sys
import tomllib


def setting(config, environment, key):
    """The value for `sam deploy`, else for every command; None if there is none."""
    commands = config.get(environment, {})
    for command in ("deploy", "global"):
        value = commands.get(command, {}).get("parameters", {}).get(key)
        if value:
            return value
    return None


def overrides(config, environment, given):
    """SAM writes one string, with quoted values; a person writes a list."""
    saved = setting(config, environment, "parameter_overrides") or []
    saved = shlex.split(saved) if isinstance(saved, str) else saved
    return [f"{name}={quoted(value)}" for name, value in dict(it.split("=", 1) for it in [*saved, *given]).items()]


def quoted(value):
    """As SAM reads it: a value that is empty or has spaces needs quotes."""
    value = value.strip('"')
    return f'"{value}"' if not value or " " in value else value


def main(environment, key, *given):
    with open("samconfig.toml", "rb") as file:
        config = tomllib.load(file)
    if key == "overrides":
        print(*overrides(config, environment, given), sep="\n")
    else:
        print(setting(config, environment, key) or "")


if __name__ == "__main__":
    main(*sys.argv[1:])
