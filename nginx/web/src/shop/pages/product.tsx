export default function Product() { return <h1 tabIndex={-1}>Product</h1>; }
