# Crumbled: one Makefile, no recursion.  `make help` lists the targets.

VARIANT ?= debug
B       := build/$(VARIANT)
ifeq ($(origin CC),default)
CC      := gcc
endif
PREFIX  ?= /usr/local
PKGS    := mysqlclient json-c openssl libargon2 libcurl libcrypt

WARN := -Wall -Wextra -Wformat=2 -Werror=format-security -Wconversion -Wsign-conversion -Wshadow \
	-Wvla -Wnull-dereference -Wstrict-prototypes -Wmissing-prototypes -Wimplicit-fallthrough -Werror
HARD := -fstack-protector-strong -fstack-clash-protection -fcf-protection=full \
	-fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing \
	-ftrivial-auto-var-init=zero
LINK := -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code -Wl,--as-needed
ifneq (,$(findstring clang,$(CC)))
HARD += -enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang
else
HARD += -fzero-call-used-regs=used-gpr
endif

CFLAGS_debug   := -O1 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
CFLAGS_release := -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
CFLAGS_asan    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS_cover   := -O0 -g --coverage
CFLAGS_clang   := $(CFLAGS_debug)
LDFLAGS_asan   := -fsanitize=address,undefined
LDFLAGS_cover  := --coverage
ifeq ($(VARIANT),asan)
LINK :=
endif

CPPFLAGS += -D_GNU_SOURCE -Ilib -Ifcgi -include lib/base/banned.h $(shell pkg-config --cflags $(PKGS))
CFLAGS   += -std=gnu17 $(CFLAGS_$(VARIANT)) $(WARN) $(HARD) -MMD -MP
LDLIBS   := $(shell pkg-config --libs $(PKGS)) -lm

.DEFAULT_GOAL := all

LIB_SRC  := $(sort $(wildcard lib/*/*.c))
FCGI_SRC := $(sort $(filter-out fcgi/picture/%,$(wildcard fcgi/*.c fcgi/*/*.c)))
LIB_OBJ  := $(LIB_SRC:%.c=$(B)/%.o)
FCGI_OBJ := $(FCGI_SRC:%.c=$(B)/%.o)
# A program of its own, so that no worker links a decoder of pictures.
PIC_OBJ  := $(patsubst %.c,$(B)/%.o,$(sort $(wildcard fcgi/picture/*.c)))

# Tests: every *_test.c is a program; the http ones also link the web layer and the endpoints.
UNIT_SRC := $(sort $(wildcard tests/unit/*/*_test.c))
HTTP_SRC := $(sort $(wildcard tests/http/*_test.c))
PROC_SRC := $(sort $(wildcard tests/process/*_test.c))
SUP_SRC  := $(sort $(wildcard tests/support/*.c))
UNIT_BIN := $(UNIT_SRC:%.c=$(B)/%)
HTTP_BIN := $(HTTP_SRC:%.c=$(B)/%)
PROC_BIN := $(PROC_SRC:%.c=$(B)/%)
SUP_OBJ  := $(SUP_SRC:%.c=$(B)/%.o)
APP_OBJ  := $(filter-out $(B)/fcgi/crumbled.o,$(FCGI_OBJ))
TEST_OBJ := $(UNIT_SRC:%.c=$(B)/%.o) $(HTTP_SRC:%.c=$(B)/%.o) $(PROC_SRC:%.c=$(B)/%.o)

# What the Makefile builds apart: the web faces need a newer Node than Debian 12 has.
export PATH := $(CURDIR)/.node/bin:$(PATH)

all: $(B)/crumbled $(B)/crumbled-picture ## build the program and its library (VARIANT=debug)

$(B)/libcrumbled.so: $(LIB_OBJ)
	@echo '  LD  $@'
	@$(CC) $(CFLAGS) $(LDFLAGS_$(VARIANT)) -shared -Wl,-soname,libcrumbled.so \
	  $(if $(filter asan,$(VARIANT)),,-Wl,-z,defs) $(LINK) -o $@ $^ $(LDLIBS)

$(B)/crumbled: $(FCGI_OBJ) $(B)/libcrumbled.so
	@echo '  LD  $@'
	@$(CC) $(CFLAGS) $(LDFLAGS_$(VARIANT)) -pie $(LINK) -o $@ $(FCGI_OBJ) -L$(B) -lcrumbled -lfcgi \
	  -Wl,-rpath,'$$ORIGIN:$$ORIGIN/../lib'

$(B)/crumbled-picture: $(PIC_OBJ)
	@echo '  LD  $@'
	@$(CC) $(CFLAGS) $(LDFLAGS_$(VARIANT)) -pie $(LINK) -o $@ $^ $(shell pkg-config --libs gdlib)

# Has the checks of sql inside.
$(B)/lib/report/integrity.o: $(wildcard sql/checks/*.sql) sql/indexes.txt

$(B)/%.o: %.c
	@mkdir -p $(@D)
	@echo '  CC  $@'
	@$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC -c -o $@ $<

$(B)/tests/%_test: $(B)/tests/%_test.o $(SUP_OBJ) $(APP_OBJ) $(B)/libcrumbled.so
	@echo '  LD  $@'
	@$(CC) $(CFLAGS) $(LDFLAGS_$(VARIANT)) -o $@ $< $(SUP_OBJ) $(APP_OBJ) -L$(B) -lcrumbled -lfcgi -lcmocka \
	  $(shell pkg-config --libs mysqlclient libcurl libcrypt) \
	  -Wl,--as-needed $(shell pkg-config --libs gdlib) -Wl,-rpath,'$(CURDIR)/$(B)'

# Programs of tests/bench are built by scripts/bench.
$(B)/tests/bench/%: $(B)/tests/bench/%.o $(SUP_OBJ) $(APP_OBJ) $(B)/libcrumbled.so
	@echo '  LD  $@'
	@$(CC) $(CFLAGS) $(LDFLAGS_$(VARIANT)) -o $@ $< $(SUP_OBJ) $(APP_OBJ) -L$(B) -lcrumbled -lfcgi -lcmocka \
	  $(shell pkg-config --libs mysqlclient libcurl libcrypt) \
	  -Wl,-rpath,'$(CURDIR)/$(B)'

$(B)/tests/%.o: CPPFLAGS += -Itests

tests: $(UNIT_BIN) $(HTTP_BIN) $(PROC_BIN)

check: all tests ## everything but the browser: layers, headers, SQL, endpoint tables, tests
	scripts/check $(B)

asan: ## the same tests under AddressSanitizer and UndefinedBehaviorSanitizer
	$(MAKE) VARIANT=asan all tests
	scripts/check-tests build/asan

clang: ## build with clang, warnings as errors
	$(MAKE) VARIANT=clang CC=clang all tests

test: all tests ## one test program: make test T=cart
	scripts/check-tests $(B) $(T)

release: ## optimised build
	$(MAKE) VARIANT=release all

web: ## pages, pictures and reference into build/www
	nginx/web/build

e2e: release web ## whole stack: nginx, FastCGI, MariaDB, Chromium
	scripts/check-e2e

bench: release ## ratios against the references, as a table
	scripts/bench

run: ## the demo shop
	scripts/run

install: release web ## DESTDIR= PREFIX=
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib $(DESTDIR)$(PREFIX)/share/crumbled
	install -m 755 build/release/crumbled build/release/crumbled-picture $(DESTDIR)$(PREFIX)/bin/
	install -m 755 scripts/cron $(DESTDIR)$(PREFIX)/bin/crumbled-cron
	install -m 755 build/release/libcrumbled.so $(DESTDIR)$(PREFIX)/lib/
	install -d $(DESTDIR)$(PREFIX)/share/crumbled/nginx
	install -m 644 nginx/*.conf nginx/*.in $(DESTDIR)$(PREFIX)/share/crumbled/nginx/
	install -m 644 build/common-passwords.txt $(DESTDIR)$(PREFIX)/share/crumbled/
	cp -R sql build/www $(DESTDIR)$(PREFIX)/share/crumbled/

format: ## lay out one file as .clang-format says: make format F=lib/sale/cart.c
	clang-format -i $(F)

golden: all ## accept the present API as tests/golden/openapi.json
	$(B)/crumbled openapi > tests/golden/openapi.json

clean: ## forget everything built
	rm -rf build

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

.PHONY: all tests check asan clang test release web e2e bench run install format golden clean help
.DELETE_ON_ERROR:
-include $(LIB_OBJ:.o=.d) $(FCGI_OBJ:.o=.d) $(PIC_OBJ:.o=.d) $(TEST_OBJ:.o=.d) $(SUP_OBJ:.o=.d)
