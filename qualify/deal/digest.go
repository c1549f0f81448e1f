package deal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"github.com/headway-go/headway/internal/ydoc"
)

// Digest is the SHA-256 of what a definition or a record says: two that differ in
// what they say have different digests. Digests compare with ==. The zero Digest
// is that of nothing.
type Digest [sha256.Size]byte

// IsZero reports whether d is the digest of nothing.
func (d Digest) IsZero() bool { return d == Digest{} }

// String is the digest as 64 hexadecimal digits; "" for the zero Digest.
func (d Digest) String() string {
	if d.IsZero() {
		return ""
	}
	return hex.EncodeToString(d[:])
}

// shortDigits are enough for people to tell the definitions of a house apart.
const shortDigits = 12

// Short is the beginning of the digest, for people to compare; "" for the zero
// Digest.
func (d Digest) Short() string {
	if d.IsZero() {
		return ""
	}
	return d.String()[:shortDigits]
}

// MarshalText gives the digest as [Digest.String] does.
func (d Digest) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

var errNoDigest = errors.New("a digest has 64 hexadecimal digits")

// UnmarshalText reads what [Digest.MarshalText] gives, and nothing else.
func (d *Digest) UnmarshalText(text []byte) error {
	var read Digest
	if len(text) <= hex.EncodedLen(len(read)) {
		hex.Decode(read[:], text) // what cannot be decoded is not what is read back
	}
	if read.String() != string(text) {
		return errNoDigest
	}
	*d = read
	return nil
}

// Digest is the checksum of what had been noted by the day of the view: of the
// header and of its facts in the order noted, as [Record.MarshalJSON] writes
// them. The day itself has no part in it, nor have facts noted later, nor has the
// file that the record was read from. It is the zero Digest for the zero View and
// for a header that cannot be written.
func (v View) Digest() Digest {
	if v.rec == nil || v.rec.readable() != nil {
		return Digest{}
	}
	line, err := ydoc.AppendJSON(nil, v.rec.out(v.n))
	if err != nil {
		return Digest{}
	}
	return sha256.Sum256(line)
}

// Digest is the checksum of the whole record: that of the view of the last day on
// which a fact was noted.
func (r *Record) Digest() Digest { return View{rec: r, n: len(r.facts)}.Digest() }
