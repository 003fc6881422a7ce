// SPDX-License-Identifier: MIT
// Starts the API reference.  A file of its own, since the policy allows no inline scripts.
'use strict';

SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  tagsSorter: 'alpha',
  tryItOutEnabled: false,
  // By default it would send the document to a public validator.
  validatorUrl: null,
});
