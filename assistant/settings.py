"""Settings from environment variables, and the documents folder of the first run."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.roles import Role
from corpus import PRODUCT
from corpus.errors import WrongUse

if TYPE_CHECKING:
    from index import Address

DATA = Path("data")
PREFIX = "PLANS_"
LANGUAGE_MODEL_KEY = (
    "PLANS_LANGUAGE_MODEL_KEY"  # read only where it is used, and no part of the settings, because it is secret
)
OPENID_SECRET = "PLANS_OPENID_SECRET"  # the same
METRICS_KEY = "PLANS_METRICS_KEY"  # the same
MAIL_PASSWORD = "PLANS_MAIL_PASSWORD"  # the same
EVERYBODY = "*"  # in place of groups
PATIENCE = 30.0  # seconds for a language model's reply: the quotes are on the screen meanwhile
KEPT_DAYS, MOST_DAYS = 90, 3_650
SESSION_HOURS, MOST_HOURS = 10.0, 168.0  # a working day; a week
ADVICE = {
    "audit_days": f"Say a whole number of days from 1 to {MOST_DAYS:,}, or leave it out to keep all.",
    "kept_days": f"Say a whole number of days from 1 to {MOST_DAYS:,}.",
    "language_model_seconds": "Say a number of seconds above 0, such as 30.",
    "log": "Say text or json.",
    "mcp": "Say on or off.",
    "everyone": "Say reader or editor: what whoever reaches the server may do.",
    "session_hours": f"Say a number of hours up to {MOST_HOURS:.0f}.",
}


def data_folder() -> Path:
    """Where documents and index are unless something else is said: `data` in the folder in which the program is
    started, if there is one; otherwise the user's own data folder, as the platform has it."""
    if DATA.is_dir():
        return DATA
    from platformdirs import user_data_path

    return user_data_path(PRODUCT, appauthor=False)


def _default_documents() -> Path:
    return data_folder() / "documents"


class Settings(BaseSettings):
    """What a council may set. Each field is read from the variable `PLANS_` and its name in capitals; relative paths
    start at the folder in which the program is started.

    `documents` and `index` are by default in the data folder (`data_folder`).

    `model` is a sentence-transformers model's folder or hub name; empty for the one that is installed with the
    product. A hub name is looked up among the models already on this machine: nothing is downloaded. `model_cache` is
    the folder for its export, which all indexes share; by default it is in the user's own cache folder.

    `language_model` is the name of a model, and `language_model_url` the address of an OpenAI-compatible service that
    runs it; empty for none, and then nothing is ever sent anywhere. It is given `language_model_seconds` for a reply.

    With `store`, a PostgreSQL server's address such as postgresql://plans@db.example.org/plans, the index is there and
    not in a folder; `tenant` says whose, where several councils share it. Questions read it at `store_read`, a standby.
    With `*` as the tenant, all councils are asked that may be read there, and there may be several servers, with spaces
    between their addresses.

    `kept` is the folder for conversations and feedback; by default `kept` beside the index. A conversation is deleted,
    with the feedback on it, `kept_days` days after its last question, and a record of the audit log after `audit_days`.

    `address` is what browsers call this server, such as https://plans.example.org: cookies are then sent over HTTPS
    only. `everyone` is the role of whoever reaches a server without sign-in; it must be set to serve a network.

    People sign in at the OpenID provider whose address is `openid`, where this app is known as `openid_client`; or a
    gateway at one of the addresses `gateway` has signed them in and names them in the headers `gateway_person` and
    `gateway_groups`. Their groups, from the claim `groups_claim`, make them `readers`, `editors` or `administrators`;
    `*` means everybody who signs in. A session ends after `session_hours`.

    `mail` is the address of a mail server, such as smtp://mail.example.org:587; empty for none, and then no e-mail is
    sent. E-mails come from `mail_from` and go to addresses in the domains `mail_to` only; `mail_user` is the account
    there, if it asks for one.

    With `mcp` as `on`, programs of language models may use the server at /mcp, with the same roles and groups.

    With `log` as `json`, the server's log is lines of JSON without questions and words of documents.

    Folders and addresses that make no sense raise WrongUse, with all that is wrong.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    documents: Path = Field(default_factory=_default_documents)
    index: Path = Field(default_factory=lambda: data_folder() / "index")
    model: str = ""
    model_cache: Path | None = None
    language_model: str = ""
    language_model_url: str = ""
    language_model_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = PATIENCE
    store: Annotated[str, Field(repr=False)] = ""
    store_read: Annotated[str, Field(repr=False)] = ""
    tenant: str = "council"
    kept: Path | None = None
    audit_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None
    kept_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = KEPT_DAYS
    address: str = ""
    log: Literal["text", "json"] = "text"
    mcp: Literal["off", "on"] = "off"
    everyone: Literal["", "reader", "editor"] = ""
    openid: str = ""
    openid_client: str = ""
    gateway: str = ""
    gateway_person: str = "x-forwarded-user"
    gateway_groups: str = "x-forwarded-groups"
    groups_claim: str = "groups"
    readers: str = ""
    editors: str = ""
    administrators: str = ""
    mail: str = ""
    mail_from: str = ""
    mail_to: str = ""
    mail_user: str = ""
    session_hours: Annotated[float, Field(gt=0, le=MOST_HOURS, allow_inf_nan=False)] = SESSION_HOURS

    @classmethod
    def load(cls) -> Settings:
        """The defaults, replaced by what the environment sets. Raises WrongUse for values that make no sense, and for
        variables that are no settings."""
        known = [f"{PREFIX}{name.upper()}" for name in cls.model_fields]
        named = {name for name in os.environ if name.startswith(PREFIX)}
        faults = []
        if unknown := sorted(named - {*known, LANGUAGE_MODEL_KEY, MAIL_PASSWORD, METRICS_KEY, OPENID_SECRET}):
            faults.append(f"{', '.join(unknown)}: no such setting. There are {', '.join(known)}.")
        try:
            settings = cls._with_defaults_for_faults(faults)
        except WrongUse as error:
            faults.append(str(error))
        if faults:
            raise WrongUse("\n".join(faults))
        return settings

    @classmethod
    def _with_defaults_for_faults(cls, faults: list[str]) -> Settings:
        """The settings with the defaults in place of values that make no sense by themselves, which are added to
        `faults`: so that what doesn't fit together is found as well."""
        try:
            return cls()
        except ValidationError as error:
            wrong = {str(fault["loc"][0]): fault["input"] for fault in error.errors()}
            faults += [_message(name, value) for name, value in wrong.items()]
            return cls(**{name: cls.model_fields[name].get_default(call_default_factory=True) for name in wrong})

    def at(
        self, documents: str | Path | None = None, index: str | Path | None = None, store: str | None = None
    ) -> Settings:
        """The same settings with other folders or another store, if they are given; a folder for the index takes the
        place of a store."""
        kept = {"store": "", "store_read": ""} if index else {"store": store, "store_read": ""} if store else {}
        given = {"documents": documents or self.documents, "index": index or self.index}
        return Settings(**dict(self) | given | kept)

    @property
    def place(self) -> Path | Address:
        """Where the index is: in a folder, or in the store that is set."""
        from index import Address

        return Address(self.store, self.tenant, self.store_read) if self.store else self.index

    @property
    def kept_folder(self) -> Path:
        """The folder of conversations and feedback: not inside the index, so that rebuilding it loses nothing."""
        return self.kept or self.index.parent / "kept"

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Raises WrongUse with all that doesn't fit together, a line each."""
        access = self._of_sign_in, self._of_openid
        parts = self._of_folders, self._of_store, self._of_language_model, *access, self._of_mail
        if faults := [fault for part in parts for fault in part()]:
            raise WrongUse("\n".join(faults))
        return self

    def _of_folders(self) -> Iterator[str]:
        named = (("PLANS_DOCUMENTS", self.documents), ("PLANS_INDEX", self.index), ("PLANS_KEPT", self.kept_folder))
        for name, folder in named:
            if folder.exists() and not folder.is_dir():
                yield f"{name} names {folder}, which is a file. Name a folder."
        for name, folder in named[1:]:
            if folder.resolve() == self.documents.resolve():
                yield f"PLANS_DOCUMENTS and {name} both name {folder}. Name two folders."

    def _of_store(self) -> Iterator[str]:
        for name, address in (("PLANS_STORE", self.store), ("PLANS_STORE_READ", self.store_read)):
            if address and not all(map(_is_of_a_store, address.split() or [""])):
                yield f"{name} is no address such as postgresql://plans@db.example.org/plans."
            elif len(address.split()) > 1 and not _is_all_tenants(self.tenant):
                yield (
                    f"{name} names several servers, which are asked together where PLANS_TENANT is *. Set that, or name"
                    f" the one that has the documents of {self.tenant}."
                )
        if self.store_read and not self.store:
            yield "PLANS_STORE_READ is a standby of the store in PLANS_STORE, which isn't set. Set both."
        if not self.tenant.strip():
            yield "PLANS_TENANT is empty. Say whose documents are meant, such as the council's name."

    def _of_language_model(self) -> Iterator[str]:
        if bool(self.language_model) != bool(self.language_model_url):
            yield (
                "PLANS_LANGUAGE_MODEL and PLANS_LANGUAGE_MODEL_URL belong together: the model’s name and the address "
                "of the service that runs it. Set both, or neither."
            )
        if not self.language_model_url:
            return
        address = _address(self.language_model_url)
        if address is None or address.scheme not in ("http", "https") or not address.hostname:
            yield "PLANS_LANGUAGE_MODEL_URL is no address such as https://models.example.org/v1."
        elif address.username or address.password:
            yield f"PLANS_LANGUAGE_MODEL_URL holds a user name. Put the key into {LANGUAGE_MODEL_KEY} instead."

    def _of_sign_in(self) -> Iterator[str]:
        if self.openid and self.gateway:
            yield "PLANS_OPENID and PLANS_GATEWAY are two ways to sign in. Set one of them."
        if self.signs_in and self.everyone:
            yield "PLANS_EVERYONE is for a server without sign-in. Use PLANS_READERS=* to let everybody read."
        if self.signs_in and not (self.readers or self.editors or self.administrators):
            yield (
                "Nobody may use this server yet: say which groups may, in PLANS_READERS, PLANS_EDITORS and"
                " PLANS_ADMINISTRATORS, separated by commas; * is everybody who signs in."
            )
        for network in self.gateways:
            if not _is_network(network):
                yield f"PLANS_GATEWAY: “{network}” is no address such as 10.0.0.7 or 10.0.0.0/24."
        if self.address and not _is_origin(self.address):
            yield "PLANS_ADDRESS is no address such as https://plans.example.org, without a path."

    def _of_openid(self) -> Iterator[str]:
        if not self.openid:
            return
        if not self.openid_client or not self.address:
            yield (
                "PLANS_OPENID also needs PLANS_OPENID_CLIENT, the name of this app at the provider, and PLANS_ADDRESS,"
                " what browsers call this server."
            )
        address = _address(self.openid)
        if address is None or not address.hostname or not (address.scheme == "https" or _is_here(address.hostname)):
            yield "PLANS_OPENID is no address such as https://login.example.org: it must begin with https."

    def _of_mail(self) -> Iterator[str]:
        if not self.mail:
            return
        address = _address(self.mail)
        if address is None or address.scheme not in ("smtp", "smtps") or not address.hostname:
            yield "PLANS_MAIL is no address such as smtp://mail.example.org:587 or smtps://mail.example.org."
        elif address.username or address.password:
            yield f"PLANS_MAIL holds a user name. Put it into PLANS_MAIL_USER, and the password into {MAIL_PASSWORD}."
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", self.mail_from) or not self.mail_domains:
            yield (
                "PLANS_MAIL also needs PLANS_MAIL_FROM, the address that e-mails come from, and PLANS_MAIL_TO, the"
                " domains to which they may go, separated by commas."
            )
        if not self.signs_in or not self.address:
            yield "PLANS_MAIL is for a server at which people sign in, and needs PLANS_ADDRESS, to which e-mails lead."

    @property
    def mail_domains(self) -> tuple[str, ...]:
        """The domains of those who may get e-mails."""
        return _parts(self.mail_to)

    @property
    def mail_stays_here(self) -> bool:
        """Whether the mail server is on this very machine, so that nothing need be encrypted on the way."""
        return _is_here(urlsplit(self.mail).hostname or "")

    @property
    def signs_in(self) -> bool:
        """Whether people sign in, here or at a gateway."""
        return bool(self.openid or self.gateway)

    @property
    def gateways(self) -> tuple[str, ...]:
        """The addresses or networks of the gateways that are trusted to name people."""
        return _parts(self.gateway)

    @property
    def secure(self) -> bool:
        """Whether browsers reach this server over HTTPS."""
        return self.address.startswith("https://")

    @property
    def host(self) -> str:
        """The name by which browsers call this server, "" if none is set."""
        return urlsplit(self.address).hostname or ""

    @property
    def everybodys_role(self) -> Role:
        """What everybody may do on a server without sign-in; on one for this machine alone, everything."""
        return Role[self.everyone.upper()] if self.everyone else Role.ADMINISTRATOR

    def role_of(self, groups: Iterable[str]) -> Role | None:
        """The highest role that any of somebody's groups gives; None if they may not use this server."""
        given = {EVERYBODY, *groups}
        named = ((Role.ADMINISTRATOR, self.administrators), (Role.EDITOR, self.editors), (Role.READER, self.readers))
        return next((role for role, allowed in named if given.intersection(_parts(allowed))), None)

    def prepare(self) -> bool:
        """Create the default documents folder with the sample plan, if it doesn't exist; returns whether it did.

        A folder that somebody configured is never created, so that a misspelt name is noticed.
        """
        if self.documents != _default_documents() or self.documents.exists():
            return False
        self.documents.mkdir(parents=True)
        for rendering in resources.files("corpus").joinpath("sample").iterdir():
            if rendering.name.endswith(".txt"):
                (self.documents / rendering.name).write_bytes(rendering.read_bytes())
        return True


def _parts(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(","))))


def _is_of_a_store(address: str) -> bool:
    from index.stores import scheme_of, schemes

    return "://" in address and scheme_of(address) in schemes()


def _is_all_tenants(tenant: str) -> bool:
    from index.stores import ALL_TENANTS

    return tenant == ALL_TENANTS


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _is_origin(url: str) -> bool:
    address = _address(url)
    return (
        address is not None
        and address.geturl() == f"{address.scheme}://{address.netloc}"
        and (address.scheme == "https" or (address.scheme == "http" and _is_here(address.hostname or "")))
    )


def _is_here(host: str) -> bool:
    return host in ("localhost", "127.0.0.1", "::1")


def _address(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:  # for example, because a bracket isn't closed
        return None


def _message(field: str, value: object) -> str:
    return f"{PREFIX}{field.upper()} is “{value}”. {ADVICE[field]}"
