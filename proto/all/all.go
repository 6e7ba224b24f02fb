// Package all links every contract of Hup into a program, so that its descriptors are in the global registry.
package all

import (
	_ "hup.example/proto/gen/go/hup/auth/v1"
	_ "hup.example/proto/gen/go/hup/common/event/v1"
	_ "hup.example/proto/gen/go/hup/common/v1"
	_ "hup.example/proto/gen/go/hup/event/v1"
	_ "hup.example/proto/gen/go/hup/identity/event/v1"
	_ "hup.example/proto/gen/go/hup/identity/v1"
	_ "hup.example/proto/gen/go/hup/land/event/v1"
	_ "hup.example/proto/gen/go/hup/land/v1"
	_ "hup.example/proto/gen/go/hup/notify/event/v1"
	_ "hup.example/proto/gen/go/hup/notify/v1"
	_ "hup.example/proto/gen/go/hup/recruitment/event/v1"
	_ "hup.example/proto/gen/go/hup/recruitment/v1"
	_ "hup.example/proto/gen/go/hup/support/event/v1"
	_ "hup.example/proto/gen/go/hup/support/v1"
	_ "hup.example/proto/gen/go/hup/training/event/v1"
	_ "hup.example/proto/gen/go/hup/training/v1"
	_ "hup.example/proto/gen/go/hup/v1"
)
