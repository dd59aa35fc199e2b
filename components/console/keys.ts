"use client";

import { useEffect, useRef } from "react";

export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

const TYPING = "input, textarea, select, [contenteditable=true]";
const OVERLAY = "[role=dialog], [role=alertdialog], [role=listbox], [role=menu]";

/** Somebody is writing, choosing characters, or answering a question: letters are letters. */
function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229) return true;
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest(TYPING) != null;
}

const isOnControl = (event: KeyboardEvent): boolean =>
  event.target instanceof Element && event.target.closest("button, a, [role=tab]") !== null;

const PRESSES = ["Enter", " "];

/** Taken already, a system shortcut, somebody's text, a question that is open, or the press of a button. */
function isNotOurs(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return true;
  if (isTyping(event) || document.querySelector(OVERLAY) !== null) return true;
  return PRESSES.includes(event.key) && isOnControl(event);
}

/**
 * Single-key shortcuts of a page. Not while typing or composing, not while a dialog is open, not with modifiers;
 * Enter and Space keep their meaning on buttons and links.
 */
export function useKeys(keys: KeyMap): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  }, [keys]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isNotOurs(event)) return;
      const run = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!run) return;
      event.preventDefault();
      run(event);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
