package reference

// asEngine follows the engine where it is known to be wrong.
const asEngine = false
