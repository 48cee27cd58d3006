// The report: two views of the same blocks, the dial, and the panel.
(() => {
  const { make, percent, panel, legend } = Why;
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const { blocks } = data;
  const choices = Dial.prepare(
    blocks.map((block) => block.confidence),
    blocks.map((block) => block.words),
  );
  const isImage = blocks.map((block) => block.kind === "image");
  let kept = new Set();
  let chosen = null;

  // Positions of the dial: between these, b moves by equal ratios.
  const STOPS = [0.25, Dial.BETA.precision, Dial.BETA.balanced, Dial.BETA.recall, 4];
  const NAMES = { precision: "Precision", balanced: "Balanced", recall: "Recall" };

  function betaAt(position) {
    const from = Math.min(Math.floor(position), STOPS.length - 2);
    const way = position - from;
    return way === 0 ? STOPS[from] : STOPS[from] * (STOPS[from + 1] / STOPS[from]) ** way;
  }

  // From vermilion over ochre to teal.
  const colour = (p) =>
    p < 0.5
      ? `color-mix(in oklab, var(--half) ${200 * p}%, var(--none))`
      : `color-mix(in oklab, var(--all) ${200 * p - 100}%, var(--half))`;

  // The text of a block as its kind would have it.
  function textOf(block) {
    if (block.rows.length) {
      const row = (cells) => make("tr", {}, ...cells.map((cell) => make("td", { dir: "auto" }, cell)));
      return make("div", { class: "text table" }, make("table", { role: "presentation" }, ...block.rows.map(row)));
    }
    const kind = block.kind.split(" ")[0];
    const mark = block.number === null ? "•" : `${block.number}.`;
    return make(
      "div",
      { class: `text ${kind}`, dir: "auto", style: { "--level": block.level, "--depth": block.depth } },
      kind === "list" ? make("span", { class: "mark", "aria-hidden": "true" }, mark) : null,
      block.text,
    );
  }

  function lineOf(block) {
    const p = block.confidence;
    const gauge = make("div", { class: "gauge" }, p.toFixed(2), make("span", { class: "track" }, make("span", {})));
    const steps = block.path.split(" > ");
    const path = (steps.length > 2 ? ["…", ...steps.slice(-2)] : steps).join(" › ");
    const measures = [
      block.kind,
      `density ${block.density.toFixed(1)}`,
      `links ${percent(block.link_ratio)}`,
      `${block.words} ${block.words === 1 ? "word" : "words"}`,
    ];
    const meta = make(
      "p",
      { class: "meta" },
      ...measures.map((measure) => make("span", {}, measure)),
      make("code", { class: "path", title: block.path }, path),
    );
    return make(
      "li",
      { role: "option", tabindex: -1, class: "block", style: { "--p": p, "--colour": colour(p) } },
      gauge,
      make("div", { class: "body" }, textOf(block), meta),
    );
  }

  const lines = blocks.map(lineOf);
  // The elements that stand for each block in the view that is not the list, if it has been opened.
  let regions = [];

  function describe(element, number) {
    const block = blocks[number];
    const state = kept.has(number) ? "kept" : "dropped";
    element.classList.toggle("kept", kept.has(number));
    element.setAttribute("aria-selected", String(chosen === number));
    const text = block.text.slice(0, 120);
    element.setAttribute("aria-label", `${state}, ${block.kind}, confidence ${block.confidence.toFixed(2)}: ${text}`);
  }

  function redraw() {
    lines.forEach(describe);
    regions.forEach((elements, number) => elements.forEach((element) => describe(element, number)));
    at("why").classList.toggle("open", chosen !== null);
    document.body.classList.toggle("asking", chosen !== null);
    at("why").replaceChildren(...(chosen === null ? legend() : panel(data.features, blocks[chosen], kept.has(chosen))));
    at("why").scrollTop = 0;
  }

  function turn(position) {
    const beta = betaAt(position);
    const choice = Dial.choose(choices, beta);
    kept = Dial.withImages(choice, isImage);
    const { f1, precision, recall } = Dial.expect(choices, choice);
    const name = Object.keys(NAMES).find((name) => Dial.BETA[name] === beta);
    at("dial").value = position;
    at("dial").setAttribute("aria-valuetext", `${NAMES[name] ?? "between"}, b = ${beta.toFixed(2)}`);
    for (const tick of at("ticks").children) tick.setAttribute("aria-pressed", String(tick.dataset.name === name));
    const figure = (id, name, value, note) =>
      make("div", { id }, make("dt", {}, name), make("dd", {}, value, note && make("small", {}, ` ${note}`)));
    at("figures").replaceChildren(
      figure("f1", "expected F1", f1.toFixed(3)),
      figure("precision", "precision", precision.toFixed(2)),
      figure("recall", "recall", recall.toFixed(2)),
      figure("count", "blocks", String(kept.size), `of ${blocks.length}`),
    );
    redraw();
  }

  // Which elements can be walked through in the view that is open.
  const shown = () => (at("blocks").hidden ? regions.map((elements) => elements[0]) : lines);

  function rove(number) {
    for (const element of shown()) if (element) element.tabIndex = -1;
    const element = shown()[number];
    if (element) element.tabIndex = 0;
    return element;
  }

  function choose(number) {
    chosen = number;
    redraw();
  }

  function walk(number, step) {
    let next = number + step;
    while (next >= 0 && next < blocks.length && !shown()[next]) next += step;
    const element = shown()[next] && rove(next);
    if (!element) return;
    element.focus({ preventScroll: true });
    if (chosen !== null) choose(next);
    element.scrollIntoView({ block: "nearest" });
  }

  function onKey(event) {
    const number = Number(event.target.closest?.("[data-number]")?.dataset.number ?? NaN);
    if (event.key === "Escape" && chosen !== null) {
      const back = shown()[chosen];
      choose(null);
      back?.focus();
    } else if (Number.isNaN(number) || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (event.key === "ArrowDown") walk(number, 1);
    else if (event.key === "ArrowUp") walk(number, -1);
    else if (event.key === "Home") walk(-1, 1);
    else if (event.key === "End") walk(blocks.length, -1);
    else if (event.key === "Enter" || event.key === " ") choose(number);
    else return;
    event.preventDefault();
  }

  function onClick(event) {
    if (event.target.closest(".close")) {
      const back = shown()[chosen];
      choose(null);
      back?.focus({ preventScroll: true });
    }
    const element = event.target.closest("[data-number]");
    if (!element || String(getSelection())) return;
    const number = Number(element.dataset.number);
    rove(number)?.focus({ preventScroll: true });
    choose(chosen === number ? null : number);
    // On a phone the panel would stand over it.
    if (chosen !== null) element.scrollIntoView({ block: "nearest" });
  }

  // Builds the page when it is first looked at; gives what lays the blocks over it.
  let layOut = null;

  function open() {
    const page = at("frame").contentDocument;
    const made = Original.build(page, data.nodes);
    const boxes = Original.locate(page, blocks, made);
    layOut = () => {
      // Anew each time, since a page may be as high as its window.
      at("frame").style.height = "600px";
      at("frame").style.height = `${Math.max(600, page.documentElement.scrollHeight)}px`;
      const found = boxes();
      regions = found.map((boxes, number) => boxes.map((box, nth) => region(number, box, nth)));
      at("overlay").replaceChildren(...regions.flat());
      const unseen = found.filter((boxes) => !boxes.length).length;
      at("unseen").textContent =
        "Without scripts, and without images and styles from other files." +
        (unseen ? ` ${unseen} of ${blocks.length} blocks cannot be seen here.` : "");
      rove(chosen ?? regions.findIndex((elements) => elements.length));
      redraw();
    };
  }

  function region(number, box, nth) {
    const p = blocks[number].confidence;
    const style = { "--p": p, "--colour": colour(p) };
    // A little air around the letters.
    Object.assign(style, { left: `${box.left - 4}px`, top: `${box.top - 2}px` });
    Object.assign(style, { width: `${box.width + 8}px`, height: `${box.height + 4}px` });
    const attributes = nth ? { "aria-hidden": "true" } : { role: "option", tabindex: -1 };
    return make("div", { ...attributes, class: "region", "data-number": number, style });
  }

  function view(name) {
    for (const other of ["blocks", "original"]) {
      at(other).hidden = other !== name;
      at(`tab-${other}`).setAttribute("aria-selected", String(other === name));
      at(`tab-${other}`).tabIndex = other === name ? 0 : -1;
    }
    if (name === "original") {
      if (!layOut) open();
      layOut();
    } else if (blocks.length) rove(chosen ?? 0);
    if (chosen !== null) shown()[chosen]?.scrollIntoView({ block: "center" });
  }

  function begin() {
    const title = data.title || data.file;
    document.title = `Why these blocks: ${title}`;
    at("title").textContent = title;
    at("file").textContent = data.file;
    at("notes").append(...data.warnings.map((warning) => make("li", {}, `Note: ${warning}.`)));
    if (!blocks.length) at("notes").append(make("li", {}, "There is no block on this page."));
    lines.forEach((line, number) => (line.dataset.number = number));
    at("list").append(...lines);
    for (const [name, label] of Object.entries(NAMES)) {
      const tick = make("button", { "data-name": name }, label);
      tick.addEventListener("click", () => turn(STOPS.indexOf(Dial.BETA[name])));
      at("ticks").append(tick);
    }
    at("dial").addEventListener("input", () => {
      const near = STOPS.findIndex((_, stop) => Math.abs(stop - at("dial").value) < 0.03);
      turn(near < 0 ? Number(at("dial").value) : near);
    });
    document.addEventListener("keydown", onKey);
    at("main").addEventListener("click", onClick);
    for (const name of ["blocks", "original"]) {
      at(`tab-${name}`).addEventListener("click", () => view(name));
      at(`tab-${name}`).addEventListener("keydown", (event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        const other = name === "blocks" ? "original" : "blocks";
        view(other);
        at(`tab-${other}`).focus();
      });
    }
    at("tab-original").disabled = !data.nodes.length;
    let width = 0;
    new ResizeObserver(() => {
      // The height is of our own making.
      if (!at("original").hidden && at("frame").clientWidth !== width) layOut();
      width = at("frame").clientWidth;
    }).observe(at("frame"));
    view("blocks");
    turn(STOPS.indexOf(Dial.BETA[data.focus]));
  }

  begin();
})();
