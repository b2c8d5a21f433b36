// A person who has a keyboard and no mouse. Every place the focus comes to must show it.

const STEPS = 90;

/** Where the focus is, and whether one sees it there. What the program focused by itself (a page, a heading) needs no ring. */
const focus = (page) =>
  page.evaluate(() => {
    const here = document.activeElement;
    if (!here || here === document.body) return { name: 'nothing', seen: false };
    const seen = [here, here.parentElement].some((element) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    });
    const box = here.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const name = here.getAttribute('aria-label') ?? here.labels?.[0]?.textContent ?? here.textContent;
    return { name: `<${here.localName}> ${name.trim().slice(0, 60)}`, seen: here.tabIndex < 0 || (seen && inside) };
  });

export function keyboardOf(page) {
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const looked = async () => {
    const { name, seen } = await focus(page);
    if (!seen) throw new Error(`the focus does not show on ${name}`);
    return name;
  };
  /** Goes on by Tab until the focus is there. */
  const to = async (target) => {
    const passed = [];
    for (let step = 0; step < STEPS; step += 1) {
      if (await target.first().evaluate((element) => element === document.activeElement)) return looked();
      await press('Tab');
      passed.push((await focus(page)).seen ? '' : (await focus(page)).name);
      const unseen = passed.find(Boolean);
      // Past the last one the browser's own bar comes; from there it begins anew.
      if (unseen && unseen !== 'nothing') throw new Error(`the focus does not show on ${unseen}`);
    }
    throw new Error(`Tab does not come to ${target}`);
  };
  const type = (text) => page.keyboard.type(text);
  /** The focus is on what is wanted, at the latest in a moment. */
  const on = async (target) => {
    const element = await target.first().elementHandle();
    await page.waitForFunction((one) => one === document.activeElement, element).catch(async () => {
      throw new Error(`the focus is on ${(await focus(page)).name} and not on ${target}`);
    });
    await looked();
  };
  return { press, to, type, on };
}
