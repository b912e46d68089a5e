function UIConfig() {
  return {
    menu: [{ label: 'Made by a script', url: 'https://script.example/' }],
    linkPatterns: [{ type: 'traces', url: (data) => 'https://logs.example/' + data.traceID, text: 'Logs' }],
  };
}
