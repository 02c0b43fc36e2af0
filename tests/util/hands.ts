import type { Locator, Page } from "playwright-core";

/** A way to use a page: each of them can do everything that the portal asks for. */
export interface Hands {
  /** Presses a link, a button or a choice. */
  press(target: Locator): Promise<void>;
  /** Writes into a field, in place of what stands there. */
  write(field: Locator, text: string): Promise<void>;
  /** Takes one of a list's choices, by its words. */
  choose(list: Locator, choice: string): Promise<void>;
}

const choose: Hands["choose"] = async (list, label) => {
  await list.selectOption({ label });
};

export const MOUSE: Hands = {
  press: (target) => target.click(),
  write: async (field, text) => {
    await field.click();
    await field.fill(text);
  },
  choose,
};

export const TOUCH: Hands = {
  press: (target) => target.tap(),
  write: async (field, text) => {
    await field.tap();
    await field.fill(text);
  },
  choose,
};

/** More than any page has to tab through. */
const TABS_MAX = 250;

/** More than any group has. */
const RADIOS_MAX = 20;

/** Tab, arrows, Enter, Space and letters; the mouse never moves. */
export function keyboard(page: Page): Hands {
  const until = async (key: string, times: number, isDone: () => Promise<boolean>) => {
    for (let i = 0; i < times; i++) {
      if (await isDone()) return;
      await page.keyboard.press(key);
    }
    throw new Error(`${times} times ${key} led nowhere`);
  };
  const isAt = (target: Locator) => target.evaluate((element) => element === document.activeElement);
  /** Of a group of radios Tab reaches one alone: the arrows lead to the others. */
  const isInGroup = (target: Locator) =>
    target.evaluate((element) => {
      const now = document.activeElement;
      return (
        now instanceof HTMLInputElement && now.type === "radio" && now.name === element.getAttribute("name")
      );
    });
  const reach = async (target: Locator) => {
    await target.waitFor();
    await until("Tab", TABS_MAX, () => isAt(target));
  };
  return {
    press: async (target) => {
      await target.waitFor();
      if ((await target.getAttribute("type")) === "radio") {
        await until("Tab", TABS_MAX, () => isInGroup(target));
        await until("ArrowDown", RADIOS_MAX, () => isAt(target));
        return;
      }
      await reach(target);
      await page.keyboard.press("Enter");
    },
    write: async (field, text) => {
      await reach(field);
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type(text);
    },
    choose: async (list, choice) => {
      await reach(list);
      await page.keyboard.type(choice);
    },
  };
}
