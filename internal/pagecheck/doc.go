// Package pagecheck opens the page of a review in a browser, as a reader would:
// it fetches nothing, fits on a phone and on a desk, opens its details by mouse
// and by keyboard, filters and sorts, prints what its details hold, and runs no
// script of strangers.
//
// It is a module of its own, so that nobody who uses the library pays for what
// drives the browser. Without a browser its tests are skipped: HEADWAY_BROWSER
// names one, and otherwise chromium or google-chrome is looked for. Where
// HEADWAY_SHOTS names a directory, pictures of the pages are put there, to be
// looked at.
package pagecheck
