// What Streamlit has no element for: links that stay in the session, news read out to screen readers,
// scrolling to what was asked for, and the cookie that tells whose conversations to show. Pages say what they want in
// data attributes; nothing is made from text here.
export default function ({ data, parentElement, setTriggerValue }) {
  const live = parentElement.querySelector("[role=status]");
  const seen = (live.seen ??= new WeakSet());
  const last = (name) => [...document.querySelectorAll(`[data-${name}]`)].at(-1);

  const follow = (event) => {
    const link = event.target.closest?.("a[data-follow]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("followed", link.dataset.follow);
  };

  const look = () => {
    const said = last("say")?.dataset.say ?? "";
    if (live.textContent !== said) live.textContent = said;
    const shown = last("show");
    if (!shown || seen.has(shown)) return;
    seen.add(shown);
    shown.scrollIntoView({ block: shown.dataset.show });
  };

  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `plans_visitor=${data.visitor}; path=/; max-age=31536000; SameSite=Strict${secure}`;

  const watcher = new MutationObserver(look);
  watcher.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", follow);
  look();
  return () => {
    watcher.disconnect();
    document.removeEventListener("click", follow);
  };
}
