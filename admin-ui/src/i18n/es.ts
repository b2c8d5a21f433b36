/** All texts in this language: those of the frame, and of each feature beside it. */
const files = import.meta.glob<string>('../**/es.ftl', { query: '?raw', import: 'default', eager: true });

export default Object.values(files);
