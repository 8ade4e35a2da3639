/** The stories that the example quotes: it is offered only while they are there. */
const STORIES = [
  "Ostrey votes to mend Tanners’ Bridge and keep cars off it",
  "Treasurer jailed for taking £186,420 from lifeboat fund",
  "Asare’s second, in the 113th minute, wins the Shield for Cardale",
  "Fish trap or beaver dam? Stakes under Skelder Moss divide the experts",
];

/** A column that gets some quotations right and others wrong, each in its own way. */
export const EXAMPLE = `Lines of the year

It took Ostrey fourteen months to decide about its bridge. “We can pay for one of these bridges,” said Margaret Oduya, who chairs the roads committee, “and I would rather have the one we can pay for than a drawing of the other.” Deepa Raman, the engineer, saw no danger. “The pier would, and a pier doesn’t write to you first,” she said.

At Wexcombe Crown Court, Judge Helena Marchbanks had a word for the treasurer who robbed the lifeboats: “You were … a man who couldn’t count.”

On Skelder Moss the dispute that locals call the “beaver question” goes on. “I took it for old fencing,” said Aoife Brennagh, who led the dig, “and I was cross, because somebody had fenced my drain without asking.”

Dermot Quayle, whose side lost the Northern Shield with ten players, would not blame the referee for the red card: “She pulled it … and Hattie would tell you so herself.”

And Ingrid Mølbach, the winning coach, gave all the credit to her captain. “Without Orla on that bench we would have lost it by half-time,” she said, “and I told her so.”
`;

/** @param {import("./api.js").Story[]} stories @returns {boolean} whether the example can be checked against them */
export function hasExample(stories) {
  const titles = new Set(stories.map(({ title }) => title));
  return STORIES.every((title) => titles.has(title));
}
