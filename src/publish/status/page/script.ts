/**
 * The only script. The pages say all that they know without it; it adds what only a browser can know, that a page has
 * grown old, and fetches it anew when its reader comes back to it.
 */
export const script = `'use strict';
const note = document.getElementById('old');
if (note) {
  const asOf = Number(note.dataset.asOf);
  const staleAfter = Number(note.dataset.staleAfter);
  const look = () => {
    note.hidden = Date.now() - asOf < staleAfter;
  };
  look();
  setInterval(look, 15000);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && performance.now() > 60000) location.reload();
  });
}
`;
