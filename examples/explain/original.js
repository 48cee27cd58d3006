// The page itself, built node by node in a frame that runs no scripts, and where on it each block stands.
const Original = (() => {
  const SPACES = { svg: "http://www.w3.org/2000/svg", math: "http://www.w3.org/1998/Math/MathML" };
  // Called this way, since a form's fields can hide the form's own methods.
  const append = (parent, child) => Node.prototype.appendChild.call(parent, child);
  const set = (element, name, value) => Element.prototype.setAttribute.call(element, name, value);

  // Names that a parser accepts and this interface does not are passed over.
  function attempt(action, otherwise) {
    try {
      return action();
    } catch {
      return otherwise?.();
    }
  }

  function element(page, name, attributes) {
    const [, prefix, local] = /^(?:(svg|math):)?(.*)$/s.exec(name);
    const made = attempt(
      () => (prefix ? page.createElementNS(SPACES[prefix], local) : page.createElement(local)),
      () => page.createElement("span"),
    );
    for (const [name, value] of attributes) attempt(() => set(made, name, value));
    return made;
  }

  // The nodes, by number.
  function build(page, nodes) {
    const made = [];
    for (const [parent, content, attributes] of nodes) {
      const node = attributes ? element(page, content, attributes) : page.createTextNode(content);
      if (parent !== null) append(made[parent], node);
      made.push(node);
    }
    if (made.length) page.replaceChild(made[0], page.documentElement);
    return made;
  }

  // The blocks of each element that holds any.
  function holders(blocks, made) {
    const held = new Map();
    blocks.forEach((block, number) => {
      if (block.node === null) return;
      const element = made[block.node];
      held.set(element, [...(held.get(element) ?? []), number]);
    });
    return held;
  }

  // The texts of each block, in stretches that no text of another block interrupts.
  function stretches(page, blocks, held) {
    const squeezed = (text) => text.replace(/\s+/g, "");
    const texts = new Map();
    const textOf = (number) => texts.get(number) ?? texts.set(number, squeezed(blocks[number].text)).get(number);
    const next = new Map();
    const owners = new Map();
    const ownerOf = (parent) => {
      const passed = [];
      let at = parent;
      while (at && !owners.has(at) && !held.has(at)) {
        passed.push(at);
        at = at.parentNode;
      }
      const owner = held.has(at) ? at : (owners.get(at) ?? null);
      for (const node of passed) owners.set(node, owner);
      return owner;
    };
    const found = blocks.map(() => []);
    let last = null;
    const walker = page.createTreeWalker(page.documentElement, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = squeezed(walker.currentNode.data);
      const owner = text && ownerOf(walker.currentNode.parentNode);
      if (!owner) continue;
      // Blocks that share an element follow each other in it.
      const sharing = held.get(owner);
      const from = next.get(owner) ?? 0;
      const place = sharing.findIndex((number, at) => at >= from && textOf(number).includes(text));
      const at = sharing.length === 1 ? 0 : place < 0 ? from : place;
      next.set(owner, at);
      if (last !== sharing[at]) found[sharing[at]].push([]);
      found[sharing[at]].at(-1).push(walker.currentNode);
      last = sharing[at];
    }
    return found;
  }

  // Elements that hold one block and nothing of any other.
  function whole(held) {
    const shared = new Set();
    for (const [element, blocks] of held) {
      if (blocks.length > 1) shared.add(element);
      for (let at = element.parentNode; at; at = at.parentNode) {
        if (held.has(at)) shared.add(at);
      }
    }
    return new Set([...held.keys()].filter((element) => !shared.has(element)));
  }

  function around(boxes) {
    const seen = boxes.filter((box) => box.width > 1 && box.height > 1);
    if (!seen.length) return null;
    const left = Math.min(...seen.map((box) => box.left));
    const top = Math.min(...seen.map((box) => box.top));
    const right = Math.max(...seen.map((box) => box.right));
    const bottom = Math.max(...seen.map((box) => box.bottom));
    return { left, top, right, bottom, width: right - left, height: bottom - top };
  }

  // A function that gives, for each block, the boxes that it takes up as the page is laid out now.
  function locate(page, blocks, made) {
    const held = holders(blocks, made);
    const found = stretches(page, blocks, held);
    const own = whole(held);
    const range = page.createRange();
    const boxOf = (text) => {
      range.selectNodeContents(text);
      return Array.from(range.getClientRects());
    };
    const boxes = (block, number) => {
      const texts = found[number].map((stretch) => around(stretch.flatMap(boxOf))).filter(Boolean);
      const element = made[block.node];
      const pictured = block.kind === "image";
      if (!pictured && (!texts.length || !own.has(element))) return texts;
      return [around([Element.prototype.getBoundingClientRect.call(element), ...texts])].filter(Boolean);
    };
    return () => blocks.map((block, number) => (block.node === null ? [] : boxes(block, number)));
  }

  return { build, locate };
})();
