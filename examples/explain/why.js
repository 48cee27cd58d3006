// Why a block scored as it did, as elements.
const Why = (() => {
  // An element with attributes and children; strings become text, never markup.
  function make(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "style") Object.entries(value).forEach(([name, value]) => made.style.setProperty(name, value));
      else if (value !== false) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  const signed = (number) => (number < 0 ? "−" : "+") + Math.abs(number).toFixed(2);
  const short = (number) => String(Number.isInteger(number) ? number : Number(number.toPrecision(3)));
  const percent = (share) => `${Math.round(100 * share)} %`;

  function row(scale, kind, label, detail, amount) {
    const bar = make("span", {
      class: amount < 0 ? "push down" : "push up",
      style: { width: `${Math.min((50 * Math.abs(amount)) / scale, 50)}%` },
    });
    return make(
      "li",
      { class: kind },
      make("div", { class: "label" }, label, detail && make("small", {}, detail)),
      make("div", { class: "scale", "aria-hidden": "true" }, kind === "part" ? bar : null),
      make("div", { class: "amount" }, signed(amount)),
    );
  }

  function parts(features, why) {
    const listed = why.listed.map(([feature, value, amount]) => {
      const [name, formula] = features[feature];
      const label = make("span", {}, make("code", {}, name), " = ", make("b", {}, short(value)));
      return [label, formula, amount];
    });
    const others = why.others.map(({ count, log_odds }, side) => [
      `${count} smaller ${count === 1 ? "one" : "ones"} ${side ? "against" : "for"} it`,
      null,
      log_odds,
      count,
    ]);
    const all = [...listed, ...others.filter(([, , , count]) => count)];
    const scale = Math.max(...listed.map(([, , amount]) => Math.abs(amount)), 0.1);
    return make(
      "ol",
      { class: "parts" },
      row(scale, "total", "Any block", "what this pass expects before it looks", why.base),
      ...all.map(([label, detail, amount]) => row(scale, "part", label, detail, amount)),
      row(scale, "total sum", "Score", "the sum, in log-odds", why.score),
    );
  }

  const PASSES = [
    null,
    "The first pass gave it next to no chance, so the second did not look at it.",
    "The second pass decided; it also saw what the first thought of the blocks around: the features first.*",
  ];

  function facts(block) {
    const fact = (name, value) => [make("dt", {}, name), make("dd", {}, value)];
    return make(
      "dl",
      { class: "facts" },
      ...fact("text density", `${block.density.toFixed(1)} characters an element`),
      ...fact("link ratio", percent(block.link_ratio)),
      ...fact("words", String(block.words)),
      ...fact("path", make("code", { class: "path" }, block.path)),
    );
  }

  // The panel for one block.
  function panel(features, block, kept) {
    const title = make("h2", {}, `${block.kind[0].toUpperCase()}${block.kind.slice(1)}, ${kept ? "kept" : "dropped"}`);
    const close = make("button", { class: "close", "aria-label": "Close" }, "×");
    const snippet = make("p", { class: "snippet", dir: "auto" }, block.text.slice(0, 240));
    const number = make("output", { class: "number" }, block.confidence.toFixed(3));
    const said = block.why
      ? [make("p", { class: "pass" }, PASSES[block.why.pass]), parts(features, block.why)]
      : [make("p", {}, "Nothing is measured of an image: it is kept if its neighbours are.")];
    return [
      make("div", { class: "head" }, title, close),
      snippet,
      make("p", { class: "confidence" }, number, " confidence that this is main content"),
      ...said,
      facts(block),
    ];
  }

  // What the panel says when no block is chosen.
  function legend() {
    const key = (name) => make("kbd", {}, name);
    return [
      make("h2", {}, "Why was it kept?"),
      make("p", {}, "Choose a block to see what spoke for it and against it. The parts add up to its score exactly."),
      make("div", { class: "ramp", "aria-hidden": "true" }),
      make("p", { class: "ends" }, make("span", {}, "surely not"), make("span", {}, "surely main content")),
      make("p", {}, "The colour is the confidence. Kept blocks stand out; dropped ones are faded."),
      make("p", { class: "keys" }, key("↑"), key("↓"), " move, ", key("Enter"), " opens, ", key("Esc"), " closes."),
    ];
  }

  return { make, percent, panel, legend };
})();
