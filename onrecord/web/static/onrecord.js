// The drawer, the keys, the drop zone and the joins between words and cards. Every page reads without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const drawer = document.getElementById("drawer");
  const say = (words) => { document.getElementById("say").textContent = words; };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* closed */ } };
  const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };

  // ---- light and dark
  document.getElementById("theme")?.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    keep("theme", root.dataset.theme);
  });

  // ---- the evidence drawer: focus goes in and comes back
  let opener = null;
  const openDrawer = async (link) => {
    opener = link;
    await htmx.ajax("GET", link.getAttribute("href"), { target: "#drawer", swap: "innerHTML" });
    drawer.hidden = false;
    document.body.classList.add("has-drawer");
    drawer.querySelector("h2, h1")?.focus();
  };
  const closeDrawer = () => {
    if (drawer.hidden) return false;
    drawer.hidden = true;
    drawer.replaceChildren();
    document.body.classList.remove("has-drawer");
    if (opener && document.contains(opener)) opener.focus();
    opener = null;
    return true;
  };
  document.addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    const link = at?.closest("a[data-drawer]");
    if (link && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      openDrawer(link);
    } else if (at?.closest("[data-close]")) {
      closeDrawer();
    } else if (at?.closest("[data-copy]")) {
      const from = document.getElementById(at.closest("[data-copy]").dataset.copy);
      copy(from.textContent.trim(), from);
    }
  });
  const copy = async (words, from) => {
    try {
      await navigator.clipboard.writeText(words);
      say("Citation copied");
    } catch {
      from.closest("details")?.setAttribute("open", "");
      getSelection().selectAllChildren(from);
      say("Citation selected: copy it with your keyboard");
    }
  };

  // ---- a quotation, its cue, its source and its card light up together, joined by a thin line
  const line = document.querySelector("#thread path");
  const light = (owners) => {
    document.querySelectorAll(".lit").forEach((piece) => piece.classList.remove("lit"));
    if (line) line.setAttribute("d", "");
    if (!owners) return;
    const mine = owners.split(" ").pop();
    const pieces = [...document.querySelectorAll("[data-of]")].filter((p) => p.dataset.of.split(" ").includes(mine));
    pieces.forEach((piece) => piece.classList.add("lit"));
    const card = pieces.find((p) => p.classList.contains("note"));
    const words = pieces.filter((p) => p !== card);
    if (!line || !card || !words.length) return;
    const frame = line.ownerSVGElement.getBoundingClientRect();
    const to = card.getBoundingClientRect();
    let path = "";
    for (const word of words) {
      const box = word.getClientRects()[0];
      if (!box || to.left < box.right) continue;
      path += `M${box.right - frame.left} ${box.bottom - frame.top - 2}L${to.left - frame.left} ${to.top + 14 - frame.top}`;
    }
    line.setAttribute("d", path);
  };
  for (const kind of ["mouseover", "focusin"]) {
    document.querySelector(".article")?.addEventListener(kind, (event) => {
      light(event.target.closest("[data-of]")?.dataset.of);
    });
  }

  // ---- names are stops of the keyboard while they are shown
  document.getElementById("show-people")?.addEventListener("change", (event) => {
    document.querySelectorAll(".sheet a.name").forEach((name) => { name.tabIndex = event.target.checked ? 0 : -1; });
  });

  // ---- picking for the report, without leaving the page
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest?.("form.pick");
    if (!form || !window.htmx) return;
    event.preventDefault();
    const id = form.elements.id.value;
    const does = event.submitter?.value ?? "put";
    const held = form.contains(document.activeElement);
    await htmx.ajax("POST", "/pick", { source: form, target: form, swap: "outerHTML", values: { do: does } });
    const made = [...document.querySelectorAll("form.pick")].find((one) => one.elements.id.value === id);
    if (held) made?.querySelector("button").focus();
    say(does === "put" ? "Added to the report" : "Taken out of the report");
  });

  // ---- the drop zone takes files from anywhere on the page
  const zone = document.querySelector(".drop");
  if (zone) {
    const input = zone.querySelector("input[type=file]");
    for (const kind of ["dragenter", "dragover"]) {
      document.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("over"); });
    }
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) zone.classList.remove("over"); });
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      if (event.dataTransfer?.files.length) {
        input.files = event.dataTransfer.files;
        zone.requestSubmit();
      }
    });
  }

  // ---- how far a run is, asked again every second
  const poll = async () => {
    const box = document.querySelector("[data-poll]");
    if (!box) return;
    const held = box.contains(document.activeElement);
    await htmx.ajax("GET", box.dataset.poll, { target: "#progress", swap: "outerHTML" });
    if (held) document.getElementById("main").focus();
    if (document.querySelector("[data-poll]")) setTimeout(poll, 1000);
    else say("Done");
  };
  if (document.querySelector("[data-poll]")) setTimeout(poll, 1000);

  // ---- forms that answer at once to a change, and the date strip one can drag in
  document.querySelectorAll("form[data-now]").forEach((form) => {
    form.addEventListener("change", () => form.requestSubmit());
  });
  document.querySelectorAll("svg[data-brush]").forEach((svg) => {
    if (!window.d3) return;
    const months = JSON.parse(svg.dataset.brush);
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const step = width / months.length;
    const brush = d3.brushX().extent([[0, 0], [width, height - 16]]).on("end", (event) => {
      if (!event.selection || !event.sourceEvent) return;
      const [low, high] = event.selection.map((x) => x / step);
      const form = document.getElementById(svg.dataset.form);
      form.elements.from.value = months[Math.max(0, Math.floor(low))];
      form.elements.to.value = months[Math.min(months.length - 1, Math.ceil(high) - 1)];
      form.requestSubmit();
    });
    d3.select(svg).append("g").attr("class", "brush").call(brush);
  });

  // ---- keys; all off with one switch
  const GO = {};
  document.querySelectorAll("[data-go]").forEach((link) => { GO[link.dataset.go] = link.href; });
  const off = () => kept("keys") === "off";
  const toggle = document.getElementById("keys-on");
  if (toggle) {
    toggle.checked = !off();
    toggle.addEventListener("change", () => keep("keys", toggle.checked ? "on" : "off"));
  }
  const cards = () => [...document.querySelectorAll("main .card a.open, main .note a.open, main .story-line a.open, main tbody th a")]
    .filter((link) => link.offsetParent !== null);
  const step = (by) => {
    const list = cards();
    if (!list.length) return false;
    const now = list.indexOf(document.activeElement.closest?.(".card, .note, .story-line, tr")?.querySelector("a.open, th a"));
    const next = list[Math.min(list.length - 1, Math.max(0, now < 0 ? 0 : now + by))];
    next.focus();
    next.scrollIntoView({ block: "center" });
    return true;
  };
  const here = () => document.activeElement?.closest(".card, .note, .story-line, .pair, tr") ?? document;
  let going = false;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (closeDrawer()) event.preventDefault();
      return;
    }
    if (off() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (act(event.key)) event.preventDefault();
  });
  const press = (node) => { if (!node) return false; node.focus(); node.click(); return true; };
  const act = (key) => {
    if (going) {
      going = false;
      if (GO[key]) { location.href = GO[key]; return true; }
      return false;
    }
    if (key === "g") { going = true; setTimeout(() => { going = false; }, 1500); return true; }
    if (key === "/") { document.getElementById("find").focus(); return true; }
    if (key === "?") { location.href = "/keys"; return true; }
    const proof = here().querySelector("a.ev[data-drawer]") ?? document.querySelector("main a.ev[data-drawer]");
    if (key === "e" && proof) return press(proof);
    if ((key === "j" || key === "k") && step(key === "j" ? 1 : -1)) return true;
    if (key === "o") return press(here() === document ? null : here().querySelector("a.open, th a"));
    const named = [here(), document].map((at) => at.querySelector(`[data-key="${CSS.escape(key)}"]`)).find(Boolean);
    if (!named) return false;
    if (named.matches("select")) { named.focus(); return true; }
    return press(named);
  };
})();
