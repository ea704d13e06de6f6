/** After a refused form the summary of errors takes the focus, so that it is read first and seen at once. */
document.querySelector<HTMLElement>("[data-focus]")?.focus();
