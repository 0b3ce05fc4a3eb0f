// What Streamlit has no element for: links that stay in the session, news read out to screen readers, copying,
// and scrolling to what was asked for. Pages say what they want in data attributes; nothing is made from text here.
export default function ({ parentElement, setTriggerValue }) {
  const live = parentElement.querySelector("[role=status]");
  const seen = (live.seen ??= new WeakSet());
  const last = (name) => [...document.querySelectorAll(`[data-${name}]`)].at(-1);

  const follow = (event) => {
    const link = event.target.closest?.("a[data-follow]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.follow.startsWith("#")) return setTriggerValue("followed", link.dataset.follow);
    // As if by the browser's own Back and Forward: Streamlit then draws the page of this address, in this session.
    history.pushState(history.state, "", link.href);
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
  };

  // A further question changes its conversation's address in place: Back leaves a conversation in one step.
  if (!history.plansPush) {
    history.plansPush = history.pushState;
    const named = (url) => new URL(url, document.baseURI).searchParams.get("conversation");
    history.pushState = function (state, title, url) {
      const same = named(url) && named(url) === named(location.href);
      this[same ? "replaceState" : "plansPush"](state, title, url);
    };
  }

  const look = () => {
    document.querySelector("[data-testid=stExpandSidebarButton]")?.setAttribute("aria-label", "Menu");
    const said = last("say")?.dataset.say ?? "";
    if (live.said !== said) live.textContent = live.said = said;
    nameKeys();
    stayInField();
    const shown = last("show");
    if (!shown || seen.has(shown)) return;
    seen.add(shown);
    shown.scrollIntoView({ block: shown.dataset.show });
  };

  // `navigator.clipboard` is there on https and on this machine only: elsewhere the older way serves.
  const write = (text) => navigator.clipboard?.writeText(text) ?? Promise.reject();
  const writeByHand = (text) => {
    const field = document.body.appendChild(document.createElement("textarea"));
    field.value = text;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };

  const copy = async (event) => {
    const button = event.target.closest?.("button.copy:not(.keys)");
    if (!button) return;
    const { copy, link } = button.dataset;
    const text = copy ?? new URL(link, document.baseURI.split("?")[0]).href;
    const done = await write(text).then(() => true, () => writeByHand(text));
    button.focus();
    live.textContent = "";
    button.words ??= button.textContent;
    button.textContent = live.textContent = done ? "Copied" : "Copying isn’t allowed here";
    setTimeout(() => (button.textContent = button.words), 3000);
  };

  // What an acronym stands for goes away by Escape while the pointer or the focus stays there, and comes back for the next.
  const hideTips = (event) => event.key === "Escape" && document.body.classList.add("no-tips");
  const showTips = (event) => event.target.closest?.(".acronym") && document.body.classList.remove("no-tips");

  // At once, so that a phone shows its keyboard; the question to be changed is put into the field meanwhile. The field may
  // be drawn anew for that and is gone to again, unless something else has been pressed.
  const question = () => document.querySelector("[data-testid=stChatInput] textarea");
  const goToField = (event) => {
    const changes = event.target.closest?.("[class*=st-key-change-] button");
    live.goesToFieldUntil = changes ? Date.now() + 10_000 : 0;
    if (changes) question()?.focus();
  };
  const stayInField = () => {
    const elsewhere = document.activeElement?.closest("input, textarea, select, [role=listbox]");
    if (Date.now() < (live.goesToFieldUntil ?? 0) && !elsewhere) question()?.focus();
  };
  const leaveField = (event) => event.key === "Tab" && (live.goesToFieldUntil = 0);

  // The key / goes to the field for a question or a search, unless something is being typed, or it has been turned off.
  const FIELDS = "[data-testid=stChatInput] textarea, .st-key-question-field input, .st-key-search-field input";
  const OFF = "plans-no-keys";
  const goByKey = (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable=true], [role=listbox]");
    const field = document.querySelector(FIELDS);
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !field) return;
    if (localStorage.getItem(OFF) || document.querySelector("[role=dialog]")) return;
    event.preventDefault();
    live.goesToFieldUntil = Date.now() + 2_000;
    field.focus();
  };
  const turnKeys = (event) => {
    const button = event.target.closest?.("button.keys");
    if (!button) return;
    const off = !localStorage.getItem(OFF);
    if (off) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
    nameKeys();
  };
  const nameKeys = () => {
    const words = localStorage.getItem(OFF) ? "Turn this on" : "Turn this off";
    for (const button of document.querySelectorAll("button.keys")) if (button.textContent !== words) button.textContent = words;
  };

  // On a phone the menu lies over the page: it closes once a page has been chosen.
  const closeMenu = (event) => {
    if (!event.target.closest?.("[data-testid=stSidebarNav] a") || !matchMedia("(max-width: 768px)").matches) return;
    setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click());
  };

  const watcher = new MutationObserver(look);
  watcher.observe(document.body, { childList: true, subtree: true });
  const acts = { click: [follow, copy, goToField, turnKeys, closeMenu], keydown: [hideTips, leaveField, goByKey], pointerover: [showTips], focusin: [showTips] };
  const heard = Object.entries(acts).flatMap(([kind, all]) => all.map((act) => [kind, act]));
  for (const [kind, act] of heard) document.addEventListener(kind, act);
  look();
  return () => {
    watcher.disconnect();
    for (const [kind, act] of heard) document.removeEventListener(kind, act);
  };
}
