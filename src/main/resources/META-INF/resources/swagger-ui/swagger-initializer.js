// Shows Serai's contract. What is tried out is asked in the name of who is signed in, with what proves that this page asks.

const forgeryToken = () => (document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/) || [])[1];

window.onload = () => {
  window.ui = SwaggerUIBundle({
    url: '/openapi.yaml',
    dom_id: '#swagger-ui',
    deepLinking: true,
    displayRequestDuration: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
    requestInterceptor: request => {
      const token = forgeryToken();
      if (token && new URL(request.url, location.href).origin === location.origin) request.headers['X-CSRF-Token'] = token;
      return request;
    },
  });
};
