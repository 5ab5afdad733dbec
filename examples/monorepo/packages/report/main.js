/** Yesterday's numbers, once. */
console.log(`yesterday: 17 orders, 412.30 ${process.env.CURRENCY}`);
